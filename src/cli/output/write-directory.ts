import { access, chmod, mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { CommandError } from '../exit-code.ts';

/** Name of the file that marks a directory as this tool's output. */
const MARK = 'manifest.json';

/**
 * Writes a whole directory, all or nothing: the files are written beside it and take its place by renaming, so that a failed run leaves it as it was.
 * Refuses a directory that exists and is neither empty nor earlier output.
 * @param files paths relative to `directory`, with `/`, and texts, taken one after the other; a name ending in `.sh` becomes executable
 * @returns how many they were
 */
export async function writeDirectory(directory: string, files: Iterable<readonly [path: string, text: string]>): Promise<number> {
  const target = path.resolve(directory);
  const occupied = await isOccupied(target);
  if (occupied && !(await exists(path.join(target, MARK)))) {
    throw new CommandError(
      `${directory} holds files that are not ostopo's output (it has no ${MARK}): name another directory, or empty this one`,
    );
  }
  await mkdir(path.dirname(target), { recursive: true });
  const fresh = await mkdtemp(`${target}.new-`);
  const old = `${fresh}.old`;
  try {
    await chmod(fresh, 0o755);
    let count = 0;
    for (const [name, text] of files) {
      await writeOne(path.join(fresh, name), text);
      count++;
    }
    if (await exists(target)) await rename(target, old);
    try {
      await rename(fresh, target);
    } catch (error) {
      if (await exists(old)) await rename(old, target);
      throw error;
    }
    return count;
  } finally {
    await rm(fresh, { recursive: true, force: true });
    await rm(old, { recursive: true, force: true });
  }
}

async function writeOne(file: string, text: string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, text, { mode: file.endsWith('.sh') ? 0o755 : 0o644 });
}

async function exists(name: string): Promise<boolean> {
  return access(name).then(
    () => true,
    () => false,
  );
}

async function isOccupied(directory: string): Promise<boolean> {
  try {
    return (await readdir(directory)).length > 0;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false; // Node's own error type
    if ((error as NodeJS.ErrnoException).code === 'ENOTDIR') throw new CommandError(`${directory} is a file, not a directory`);
    throw error;
  }
}
