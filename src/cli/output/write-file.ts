import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { CommandError } from '../exit-code.ts';
import { describeWriteError } from '../input/describe-file-error.ts';

/**
 * Writes one file, all or nothing: beside the target first, then in its place, so that a failed write leaves an earlier file as it was. A link stays, and
 * leads to the file; what is no file, such as a pipe or `/dev/null`, is written to as it is. Its directory has to be there.
 */
export async function writeOutputFile(file: string, content: string | Uint8Array): Promise<void> {
  try {
    const there = await stat(file).catch(() => undefined); // whatever is wrong with it, writing says it
    if (there && !there.isFile() && !there.isDirectory()) await writeFile(file, content);
    else await replaceFile(there ? await realpath(file) : file, content);
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${describeWriteError(error)}`);
  }
}

async function replaceFile(target: string, content: string | Uint8Array): Promise<void> {
  const fresh = `${target}.${String(process.pid)}.new`;
  try {
    await writeFile(fresh, content);
    await rename(fresh, target);
  } finally {
    await rm(fresh, { force: true });
  }
}
