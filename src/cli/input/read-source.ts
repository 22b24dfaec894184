import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { CommandError } from '../exit-code.ts';
import { decodeText } from './decode-text.ts';
import { describeFileError } from './describe-file-error.ts';
import { STDIN_URI } from './display-path.ts';

/** Text of a model and the URI its findings name. */
export interface Source {
  readonly uri: string;
  readonly text: string;
}

/** Reads a file, or standard input for `-`; UTF-8, a byte order mark is dropped unless `keepMark`. */
export async function readSource(file: string, { keepMark = false }: { readonly keepMark?: boolean } = {}): Promise<Source> {
  if (file === '-') return { uri: STDIN_URI, text: decode(await readStdin(), '<stdin>', keepMark) };
  const bytes = await readFile(file).catch((error: unknown) => {
    throw new CommandError(`cannot read ${file}: ${describeFileError(error)}`);
  });
  return { uri: pathToFileURL(path.resolve(file)).href, text: decode(bytes, file, keepMark) };
}

async function readStdin(): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array); // no encoding is set, so chunks are bytes
  return Buffer.concat(chunks);
}

function decode(bytes: Uint8Array, name: string, keepMark: boolean): string {
  const decoded = decodeText(bytes, keepMark);
  if (decoded.kind === 'refused') throw new CommandError(`cannot read ${name}: it is not ${decoded.why}`);
  return decoded.text;
}

/** Ends a command that names standard input more than once among its files: after the first time there is nothing left of it. */
export function refuseSecondStdin(files: readonly string[]): void {
  if (files.filter((file) => file === '-').length > 1)
    throw new CommandError('- is standard input, which can be read only once: name it once');
}
