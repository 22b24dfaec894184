import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { decodeText } from './decode-text.ts';

/** The text of an imported file, read from disk; `undefined` where there is none that can be read as UTF-8 (a model from standard input imports nothing). */
export function readImport(uri: string): string | undefined {
  if (!uri.startsWith('file:')) return undefined;
  try {
    const decoded = decodeText(readFileSync(fileURLToPath(uri)));
    return decoded.kind === 'text' ? decoded.text : undefined; // the import is reported where it stands
  } catch {
    return undefined; // as well
  }
}
