import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type ReadLock, readLock } from '#core/plan';
import { CommandError } from '../exit-code.ts';
import { describeFileError } from './describe-file-error.ts';

/** Where the lock file of a model stands: `cloud.ostopo.lock` beside `cloud.ostopo`; standard input has none. */
export function lockPathOf(file: string): string | undefined {
  return file === '-' ? undefined : `${file}.lock`;
}

/** Reads the lock file of a model; `undefined` when there is none. */
export async function readLockFile(file: string): Promise<ReadLock | undefined> {
  const lockPath = lockPathOf(file);
  if (lockPath === undefined) return undefined;
  const text = await readFile(lockPath, 'utf8').catch((error: unknown) => {
    const { code } = error as NodeJS.ErrnoException; // Node's own error type
    if (code === 'ENOENT' || code === 'ENAMETOOLONG') return undefined; // by a name that is too long there can be none
    throw new CommandError(`cannot read ${lockPath}: ${describeFileError(error)}`);
  });
  return text === undefined ? undefined : readLock(text, pathToFileURL(path.resolve(lockPath)).href);
}
