// The output folder, by the rules of `ostopo compile --out`: it is wholly this tool's, listed in its manifest, and replaced whole or not at all.
import * as vscode from 'vscode';
import { MANIFEST_FILE, createOutputCheck } from '#core/compile/script';
import { Problem } from '../infrastructure/problems.ts';

/** What replacing the folder would do to each file; paths are relative, with `/`, sorted. */
export interface ReplacementPlan {
  readonly folder: vscode.Uri;
  readonly created: readonly string[];
  readonly overwritten: readonly string[];
  readonly unchanged: readonly string[];
  readonly removed: readonly string[];
}

/** Text by path relative to the folder, with `/`. */
export type OutputFiles = ReadonlyMap<string, string>;

const fs = vscode.workspace.fs;

/** Compares the files to write with those in the folder, and refuses a folder that holds something else. */
export async function planReplacement(folder: vscode.Uri, files: OutputFiles): Promise<ReplacementPlan> {
  const there = await listFiles(folder);
  const manifest = there.includes(MANIFEST_FILE) ? await read(inside(folder, MANIFEST_FILE)) : undefined;
  const fault = createOutputCheck(manifest)(there);
  if (fault !== undefined)
    throw new Problem(`${vscode.workspace.asRelativePath(folder)} ${fault}: choose another folder, or empty this one.`);
  const overwritten: string[] = [];
  const unchanged: string[] = [];
  for (const path of there) {
    const text = files.get(path);
    if (text === undefined) continue;
    if ((await read(inside(folder, path))) === text) unchanged.push(path);
    else overwritten.push(path);
  }
  const present = new Set(there);
  const created = [...files.keys()].filter((path) => !present.has(path));
  return { folder, created, overwritten, unchanged, removed: there.filter((path) => !files.has(path)) };
}

/**
 * Replaces the folder by the files, all or nothing: they are written beside it and take its place by renaming, so that a failure leaves it
 * as it was. `prepare` is given the new folder before it takes its place.
 */
export async function replaceFolder(folder: vscode.Uri, files: OutputFiles, prepare: (fresh: vscode.Uri) => Promise<void>): Promise<void> {
  const [fresh, old] = [beside(folder, 'new'), beside(folder, 'old')];
  try {
    await remove(fresh);
    for (const [path, text] of files) await fs.writeFile(inside(fresh, path), new TextEncoder().encode(text));
    await prepare(fresh);
    await swap(folder, fresh, old);
  } catch (error) {
    throw new Problem(
      `Nothing was written to ${vscode.workspace.asRelativePath(folder)}: ${error instanceof Error ? error.message : String(error)}`,
    );
  } finally {
    await remove(fresh);
  }
}

async function swap(folder: vscode.Uri, fresh: vscode.Uri, old: vscode.Uri): Promise<void> {
  const replaced = await exists(folder);
  if (replaced) await fs.rename(folder, old, { overwrite: false });
  try {
    await fs.rename(fresh, folder, { overwrite: false });
  } catch (error) {
    if (replaced) await fs.rename(old, folder);
    throw error;
  }
  if (replaced) await remove(old);
}

async function listFiles(folder: vscode.Uri): Promise<string[]> {
  if (!(await exists(folder))) return [];
  const entries = await fs.readDirectory(folder);
  const lists = await Promise.all(
    entries.map(async ([name, type]) => {
      if (type !== vscode.FileType.Directory) return [name];
      return (await listFiles(vscode.Uri.joinPath(folder, name))).map((path) => `${name}/${path}`);
    }),
  );
  return lists.flat().sort();
}

async function read(file: vscode.Uri): Promise<string> {
  return new TextDecoder().decode(await fs.readFile(file));
}

function beside(folder: vscode.Uri, what: string): vscode.Uri {
  const name = folder.path.slice(folder.path.lastIndexOf('/') + 1);
  return vscode.Uri.joinPath(folder, '..', `.${name}.ostopo-${what}`);
}

function inside(folder: vscode.Uri, path: string): vscode.Uri {
  return vscode.Uri.joinPath(folder, ...path.split('/'));
}

async function exists(file: vscode.Uri): Promise<boolean> {
  return fs.stat(file).then(
    () => true,
    () => false,
  );
}

async function remove(folder: vscode.Uri): Promise<void> {
  if (await exists(folder)) await fs.delete(folder, { recursive: true });
}
