import { type FileSystemProvider, URI } from 'langium';
import { createFinding } from '#core/diagnostics';
import { type ReadLock, readLock } from '#core/plan';

const ENDING = '.lock';

/** The model whose lock file this is: `cloud.ostopo` of `cloud.ostopo.lock`; `undefined` for any other file. */
export function lockedModel(uri: string): string | undefined {
  return uri.endsWith(`.ostopo${ENDING}`) ? uri.slice(0, -ENDING.length) : undefined;
}

/** Where the lock file of a model stands. */
export function lockFileOf(model: string): string {
  return `${model}${ENDING}`;
}

/** The lock files beside the models, as they are on disk. Reading takes its time, so it comes before a document is checked; the check itself asks `of`. */
export class LockFiles {
  private readonly byModel = new Map<string, Promise<ReadLock | undefined>>();
  private readonly current = new Map<string, ReadLock | undefined>();

  constructor(private readonly fileSystem: FileSystemProvider) {}

  /** Reads the lock file of a model, unless it is known. */
  async load(model: string): Promise<void> {
    const reading = this.byModel.get(model) ?? this.read(model);
    this.byModel.set(model, reading);
    const lock = await reading;
    if (this.byModel.get(model) === reading) this.current.set(model, lock);
  }

  /** The lock of a model as it was last read; `undefined` where there is none. */
  of(model: string): ReadLock | undefined {
    return this.current.get(model);
  }

  /** The file was written, created or deleted: what is known of it no longer counts. */
  forget(model: string): void {
    this.byModel.delete(model);
  }

  private async read(model: string): Promise<ReadLock | undefined> {
    const uri = URI.parse(lockFileOf(model));
    try {
      return readLock(await this.fileSystem.readFile(uri), uri.toString());
    } catch {
      const exists = await this.fileSystem.exists(uri).catch(() => false);
      return exists ? unreadable(uri) : undefined; // most models have none
    }
  }
}

function unreadable(uri: URI): ReadLock {
  const start = { line: 0, character: 0 };
  const message = 'the lock file is there but cannot be read. The lock does not count: see whether it is a file that you may read';
  return { lock: undefined, findings: [createFinding('OST6001', { message, place: { uri: uri.toString(), start, end: start } })] };
}
