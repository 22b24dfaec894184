import { createOstopoCoreServices, formatText, parseOstopo } from '#language';
import { EXIT } from '../exit-code.ts';
import { displayPath } from '../input/display-path.ts';
import { type Source, readSource, refuseSecondStdin } from '../input/read-source.ts';
import type { Terminal } from '../output/terminal.ts';
import { rewriteFile } from '../output/rewrite-file.ts';

/** `ostopo format FILE… [--check]`: brings files into the house style, or says which are not; `-` goes from standard input to standard output. */
export async function runFormat(files: readonly string[], { check }: { readonly check: boolean }, terminal: Terminal): Promise<number> {
  refuseSecondStdin(files);
  const services = createOstopoCoreServices();
  const sources: { readonly file: string; readonly source: Source; readonly formatted: string }[] = [];
  for (const file of files) {
    const source = await readSource(file, { keepMark: true });
    sources.push({ file, source, formatted: formatText(source.text, services) });
  }
  const differing = sources.filter(({ source, formatted }) => formatted !== source.text);
  for (const { source } of sources) warnOfErrors(source, terminal);
  if (check) {
    for (const { source } of differing) terminal.out(`${displayPath(source.uri)}\n`);
    return differing.length > 0 ? EXIT.failed : EXIT.ok;
  }
  for (const { file, source, formatted } of sources) {
    if (file === '-') terminal.out(formatted);
    else if (formatted !== source.text) {
      await rewriteFile(file, formatted);
      terminal.out(`${displayPath(source.uri)}\n`);
    }
  }
  return EXIT.ok;
}

function warnOfErrors({ uri, text }: Source, terminal: Terminal): void {
  const unreadable = parseOstopo(text, uri).findings.some(({ code }) => code === 'OST1001');
  if (unreadable) terminal.err(`${displayPath(uri)}: parts that cannot be read are left as they are; "ostopo check" tells them\n`);
}
