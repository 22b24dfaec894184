import { CATALOGUE, parseFindingCode } from '#core/diagnostics';
import { didYouMean } from '#language';
import { CommandError, EXIT } from '../exit-code.ts';
import { readAsset } from '../input/read-asset.ts';
import type { Terminal } from '../output/terminal.ts';

/** `ostopo explain CODE`: the page of a finding (`OST3011`, `ost3011` or `3011`); without a code the list of all. */
export async function runExplain(text: string | undefined, terminal: Terminal): Promise<number> {
  if (text === undefined) {
    for (const [code, { severity, title }] of Object.entries(CATALOGUE)) terminal.out(`${code}  ${severity.padEnd(11)}  ${title}\n`);
    return EXIT.ok;
  }
  const wanted = text.toUpperCase().replace(/^(?=\d{4}$)/, 'OST');
  const code = parseFindingCode(wanted);
  if (code === undefined)
    throw new CommandError(`there is no finding ${text}${didYouMean(wanted, Object.keys(CATALOGUE))}; "ostopo explain" lists them`);
  const page = await readAsset('findings', `${code}.md`);
  terminal.out(page ?? `# ${code}: ${CATALOGUE[code].title}\n\nSeverity: ${CATALOGUE[code].severity}.\n`);
  return EXIT.ok;
}
