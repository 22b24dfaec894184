import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ReadLock, readLock } from '#core/plan';
import { CommandError } from '../exit-code.ts';
import { describeFileError } from './read-source.ts';

/** Where the lock file of a model stands: `cloud.ostopo.lock` beside `cloud.ostopo`; standard input has none. */
export function lockPathOf(file: string): string | undefined {
  return file === '-' ? undefined : `${file}.lock`;
}

/** Reads the lock file of a model; `undefined` when there is none. */
export async function readLockFile(file: string): Promise<ReadLock | undefined> {
  const lockPath = lockPathOf(file);
  if (lockPath === undefined) return undefined;
  const text = await readFile(lockPath, 'utf8').catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined; // Node's own error type
    throw new CommandError(`cannot read ${lockPath}: ${describeFileError(error)}`);
  });
  return text === undefined ? undefined : readLock(text, pathToFileURL(path.resolve(lockPath)).href);
}
