import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** The text of an imported file, read from disk; `undefined` where there is none that can be read as UTF-8 (a model from standard input imports nothing). */
export function readImport(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(readFileSync(fileURLToPath(uri)));
  } catch {
    return undefined; // the import is reported where it stands
  }
}
