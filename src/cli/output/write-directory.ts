import { access, chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { refuseStrangers } from './refuse-strangers.ts';

/**
 * Writes a whole directory, all or nothing: the files are written beside it and take its place by renaming, so that a failed run leaves it as it was.
 * Refuses a directory that holds anything else than earlier output.
 * @param files paths relative to `directory`, with `/`; a name ending in `.sh` becomes executable
 */
export async function writeDirectory(directory: string, files: ReadonlyMap<string, string>): Promise<void> {
  const target = path.resolve(directory);
  await refuseStrangers(directory);
  await mkdir(path.dirname(target), { recursive: true });
  const fresh = await mkdtemp(`${target}.new-`);
  const old = `${fresh}.old`;
  try {
    await chmod(fresh, 0o755);
    for (const [name, text] of files) await writeOne(path.join(fresh, name), text);
    if (await exists(target)) await rename(target, old);
    try {
      await rename(fresh, target);
    } catch (error) {
      if (await exists(old)) await rename(old, target);
      throw error;
    }
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
