import { EventEmitter, once } from 'node:events';
import { type FSWatcher, watch } from 'node:fs';
import path from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { CommandError } from '../exit-code.ts';
import { describeFileError } from './describe-file-error.ts';

/** A turn of reading a model: the first, or one after a change. */
export interface ModelTurn {
  /** Says which files the model was read from, so that their folders are watched. */
  readonly readFrom: (uris: readonly string[]) => void;
}

/** Editors write a file in several steps. */
const SETTLED_MS = 50;

/**
 * A turn at once, and one after every change in the folders of a model's files, until the signal: a folder tells of files that are replaced by renaming as well,
 * and of imports that were missing. Changes during a turn make one more.
 */
export async function* watchModel(file: string, signal: AbortSignal): AsyncGenerator<ModelTurn> {
  const watchers = new Map<string, FSWatcher>();
  const changes = new EventEmitter();
  const isOfModel = (name: string | null) => name === null || /\.ostopo(?:\.lock)?$/.test(name) || name === path.basename(file);
  const readFrom = (uris: readonly string[]) => {
    const files = [path.resolve(file), ...uris.filter((uri) => uri.startsWith('file:')).map((uri) => fileURLToPath(uri))];
    for (const folder of new Set(files.map((name) => path.dirname(name)))) {
      if (watchers.has(folder)) continue;
      const watcher = watchFolder(folder, (name) => isOfModel(name) && changes.emit('change'));
      if (watcher) watchers.set(folder, watcher);
    }
  };
  try {
    readFrom([]);
    for (;;) {
      const change = once(changes, 'change', { signal }).then(
        () => true,
        () => false,
      );
      yield { readFrom };
      if (!(await change)) return;
      await setTimeout(SETTLED_MS, undefined, { signal }).catch(() => undefined); // the next wait ends at once
    }
  } finally {
    for (const watcher of watchers.values()) watcher.close();
  }
}

/** A folder that is not there yet has nothing to tell; one that goes takes its watcher along. */
function watchFolder(folder: string, onChange: (name: string | null) => void): FSWatcher | undefined {
  try {
    return watch(folder, (_kind, name) => {
      onChange(name);
    }).on('error', () => undefined);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // Node's own error type
    throw new CommandError(`cannot watch ${folder}: ${describeFileError(error)}`);
  }
}
