import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

/** The repository's root. */
export const repository = path.resolve(import.meta.dirname, '../..');

/** Where the VS Code builds are installed, by `installHosts`. */
export const hostsFolder = path.join(repository, '.cache/hosts');

/** A path inside a package of the installed hosts. */
export function inHosts(...names: readonly string[]): string {
  return path.join(hostsFolder, 'node_modules', ...names);
}

/** A path under `results/`, which keeps screenshots, logs and counts of the last run; its folder is made. */
export function inResults(...names: readonly string[]): string {
  const file = path.join(repository, 'results', ...names);
  mkdirSync(path.dirname(file), { recursive: true });
  return file;
}

/** The packaged extension, as `npm run package` leaves it. */
export function vsixPath(): string {
  const manifest = JSON.parse(readFileSync(path.join(repository, 'package.json'), 'utf8')) as { name: string; version: string }; // our own
  return path.join(repository, `dist/${manifest.name}-${manifest.version}.vsix`);
}
