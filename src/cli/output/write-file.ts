import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from '../exit-code.ts';
import { describeWriteError } from '../input/describe-file-error.ts';

/** Writes one file, all or nothing: beside the target first, then in its place, so that a failed write leaves an earlier file as it was. */
export async function writeOutputFile(file: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${file}.${String(process.pid)}.new`;
  try {
    await mkdir(path.dirname(path.resolve(file)), { recursive: true });
    await writeFile(fresh, content);
    await rename(fresh, file);
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${describeWriteError(error)}`);
  } finally {
    await rm(fresh, { force: true });
  }
}
