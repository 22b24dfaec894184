import { access, readFile, readdir } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';

/** Folders of text that commands print: beside the bundle (esbuild.mjs copies them there), and where they come from in the repository. */
const FOLDERS = {
  findings: '../../../docs/findings/',
  templates: '../../../examples/',
} as const;

/** One of the folders. */
export type AssetFolder = keyof typeof FOLDERS;

/** The names of the files in a folder, sorted. */
export async function listAssets(folder: AssetFolder): Promise<readonly string[]> {
  return (await readdir(await folderOf(folder))).sort();
}

/** The text of one of them; `undefined` when there is none of that name. */
export async function readAsset(folder: AssetFolder, name: string): Promise<string | undefined> {
  const names = await listAssets(folder);
  return names.includes(name) ? readFile(new URL(name, await folderOf(folder)), 'utf8') : undefined;
}

/** Where a folder lies. */
export async function folderOf(folder: AssetFolder): Promise<URL> {
  const beside = new URL(`./${folder}/`, import.meta.url);
  return access(fileURLToPath(beside)).then(
    () => beside,
    () => new URL(FOLDERS[folder], import.meta.url),
  );
}
