import type { LangiumDocument } from 'langium';
import type { Finding } from '#core/diagnostics';

/** Findings about words that cannot be read: what follows one of them directly is mostly its echo. */
const UNREADABLE = new Set(['OST1001', 'OST1003']);

/**
 * One slip, one finding: of unreadable words that stand side by side on a line only the first is reported (`frewall none`: `none` would be
 * fine if `frewall` were), and so is what cannot be read further behind a word that means nothing (`rout 10.9.0.0/16 via …`), unless it has a
 * meaning that is near. Takes findings in the order of the text.
 */
export function withoutEchoes(document: LangiumDocument, findings: readonly Finding[]): Finding[] {
  const kept: Finding[] = [];
  let last: Finding | undefined;
  for (const finding of findings) {
    const echo = last !== undefined && UNREADABLE.has(finding.code) && isEcho(document, last, finding);
    if (!echo) kept.push(finding);
    if (UNREADABLE.has(finding.code) || isMisspelt(finding)) last = finding;
  }
  return kept;
}

/** A word that was read as a value, and was probably meant as another word: `8` of `icmp typ 8` would be fine if `typ` were. */
function isMisspelt({ code, data }: Finding): boolean {
  return code === 'OST1002' && data.nearest !== undefined;
}

function isEcho(document: LangiumDocument, before: Finding, { place, data }: Finding): boolean {
  if (before.place.end.line !== place.start.line) return false;
  const between = document.textDocument.getText({ start: before.place.end, end: place.start });
  if (/^[\s,]*$/.test(between)) return true;
  return before.code === 'OST1003' && data.nearest === undefined && !/[{}"]/.test(between);
}
