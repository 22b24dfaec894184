import { realpath, rename, rm, stat, writeFile } from 'node:fs/promises';
import { CommandError } from '../exit-code.ts';
import { describeWriteError } from '../input/describe-file-error.ts';

/** Gives a file that exists another text, all or nothing: its permissions stay, and a link still leads to it. */
export async function rewriteFile(file: string, text: string): Promise<void> {
  try {
    const target = await realpath(file);
    const { mode } = await stat(target);
    const fresh = `${target}.${String(process.pid)}.new`;
    try {
      await writeFile(fresh, text, { mode });
      await rename(fresh, target);
    } finally {
      await rm(fresh, { force: true });
    }
  } catch (error) {
    throw new CommandError(`cannot write ${file}: ${describeWriteError(error)}`);
  }
}
