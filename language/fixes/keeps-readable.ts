import type { Finding } from '#core/diagnostics';
import { type OstopoReader, createOstopoReader } from '../parse-ostopo.ts';
import { type TextReplacement, applyTextChanges } from '../refactor/text-replacement.ts';
import type { FixContext } from './fix-context.ts';
import type { FixChange } from './fix.ts';

/**
 * Whether a text is no harder to read after some changes. Where one cannot be read, what is written next may become a part of it; of sound texts that
 * need not be asked.
 */
export function keepsReadable(changes: readonly FixChange[], { model }: FixContext): boolean {
  return model.documents.every(({ uri, textDocument }) => {
    const own = changes.filter(({ place }) => place.uri === uri.toString());
    const before = own.length > 0 ? countUnread(model.findings, uri.toString()) : 0;
    if (before === 0) return true;
    const replacements = own.map(({ place, newText }): TextReplacement => {
      const [start, end] = [textDocument.offsetAt(place.start), textDocument.offsetAt(place.end)];
      return { uri: place.uri, start, end, newText };
    });
    const text = applyTextChanges(textDocument.getText(), uri.toString(), replacements);
    return countUnread(theReader().read(text, uri.toString()).findings, uri.toString()) <= before;
  });
}

let reader: OstopoReader | undefined;

/** Made when it is first needed, and kept: making it takes longer than reading. */
function theReader(): OstopoReader {
  return (reader ??= createOstopoReader());
}

/** What cannot be read in a file, and what is understood as nothing. */
function countUnread(findings: readonly Finding[], uri: string): number {
  return findings.filter(({ code, place }) => (code === 'OST1001' || code === 'OST1003') && place.uri === uri).length;
}
