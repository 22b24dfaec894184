import { chmod, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { LEFT_BEHIND, type OutputDirectory } from './output-directory.ts';

/** Fills a new folder, and says which entries of the directory give way to it. */
export type FillFolder = (folder: string) => Promise<(entry: string) => boolean>;

/**
 * Writes a whole directory, all or nothing. What is new is written first, beside it or inside it on its own file system; then entries change places by
 * renaming, and change back when one of them cannot: a failed run leaves the directory as it was. The directory itself stays where it is, for a shell may stand in it.
 */
export async function writeDirectory({ target, exists }: OutputDirectory, fill: FillFolder): Promise<void> {
  if (exists) await replaceEntries(target, fill);
  else await makeWhole(target, fill);
}

async function makeWhole(target: string, fill: FillFolder): Promise<void> {
  await mkdir(path.dirname(target), { recursive: true });
  const fresh = await mkdtemp(path.join(path.dirname(target), LEFT_BEHIND));
  try {
    await chmod(fresh, 0o755);
    await fill(fresh);
    await rename(fresh, target);
  } finally {
    await rm(fresh, { recursive: true, force: true });
  }
}

async function replaceEntries(target: string, fill: FillFolder): Promise<void> {
  const before = await readdir(target);
  const room = await mkdtemp(path.join(target, LEFT_BEHIND));
  const [fresh, old] = [path.join(room, 'new'), path.join(room, 'old')];
  try {
    await mkdir(fresh);
    const replaces = await fill(fresh);
    await mkdir(old);
    const leaving = before.filter((name) => !name.startsWith(LEFT_BEHIND) && replaces(name));
    await moveAll([
      ...leaving.map((name) => [path.join(target, name), path.join(old, name)] as const),
      ...(await readdir(fresh)).map((name) => [path.join(fresh, name), path.join(target, name)] as const),
    ]);
    for (const name of before.filter((one) => one.startsWith(LEFT_BEHIND)))
      await rm(path.join(target, name), { recursive: true, force: true });
  } finally {
    await rm(room, { recursive: true, force: true });
  }
}

/** Renames one after another; when one cannot be, those before it go back. */
async function moveAll(moves: readonly (readonly [from: string, to: string])[]): Promise<void> {
  const done: (readonly [string, string])[] = [];
  try {
    for (const move of moves) {
      await rename(...move);
      done.unshift(move);
    }
  } catch (error) {
    for (const [from, to] of done) await rename(to, from);
    throw error;
  }
}
