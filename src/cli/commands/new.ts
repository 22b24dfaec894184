import { access, writeFile } from 'node:fs/promises';
import { didYouMean } from '#language';
import { CommandError, EXIT } from '../exit-code.ts';
import { listAssets, readAsset } from '../input/read-asset.ts';
import { describeWriteError } from '../input/describe-file-error.ts';
import type { Terminal } from '../output/terminal.ts';

const ENDING = '.ostopo';

/** `ostopo new [TEMPLATE] [--out FILE]`: prints or writes a file to start from; without a template the list of them. */
export async function runNew(template: string | undefined, { out }: { readonly out?: string }, terminal: Terminal): Promise<number> {
  const names = (await listAssets('templates')).filter((name) => name.endsWith(ENDING)).map((name) => name.slice(0, -ENDING.length));
  if (template === undefined) {
    const width = Math.max(...names.map((name) => name.length));
    for (const name of names) terminal.out(`${name.padEnd(width)}  ${summaryOf(await textOf(name))}\n`);
    return EXIT.ok;
  }
  if (!names.includes(template))
    throw new CommandError(`there is no template ${template}${didYouMean(template, names)}; there are: ${names.join(', ')}`);
  const text = await textOf(template);
  if (out === undefined) terminal.out(text);
  else await writeNew(out, text, terminal);
  return EXIT.ok;
}

async function textOf(name: string): Promise<string> {
  return (await readAsset('templates', name + ENDING)) ?? '';
}

/** The first sentence of the comment a template starts with. */
function summaryOf(text: string): string {
  const comment = /^(?:\/\/.*\n?)+/.exec(text)?.[0] ?? '';
  const plain = comment
    .replaceAll(/^\/\/ ?/gm, '')
    .replaceAll(/\s+/g, ' ')
    .trim();
  return /^.*?[.:;](?= |$)/.exec(plain)?.[0].replace(/[:;]$/, '.') ?? plain;
}

async function writeNew(out: string, text: string, terminal: Terminal): Promise<void> {
  const exists = await access(out).then(
    () => true,
    () => false,
  );
  if (exists) throw new CommandError(`${out} exists already: name another file`);
  await writeFile(out, text, { flag: 'wx' }).catch((error: unknown) => {
    throw new CommandError(`cannot write ${out}: ${describeWriteError(error)}`);
  });
  terminal.out(`${out}\n`);
}
