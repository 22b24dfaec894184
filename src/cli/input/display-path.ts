import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The name of standard input in messages. */
export const STDIN_URI = 'inmemory:/stdin.ostopo';

const STDIN = '<stdin>';

/** A file as it was named on the command line, `-` as what it means. */
export function displayName(file: string): string {
  return file === '-' ? STDIN : file;
}

/** A document's URI as the person at this terminal would write it: relative where it lies below the working directory. */
export function displayPath(uri: string): string {
  if (uri === STDIN_URI) return STDIN;
  if (!uri.startsWith('file:')) return uri;
  const absolute = fileURLToPath(uri);
  const relative = path.relative(process.cwd(), absolute);
  return relative.startsWith('..') ? absolute : relative;
}
