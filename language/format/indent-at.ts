import type { LangiumDocument } from 'langium';
import type { FormatServices } from './format-edits.ts';

/** Spaces due before what stands, or is to stand, on a line (from 0): two per block that is open there. For formatting as one types, whatever the text's state. */
export function indentAt({ textDocument }: LangiumDocument, line: number, { parser }: FormatServices): number {
  let open = 0;
  for (const { image, startLine = 1, startOffset } of parser.Lexer.tokenize(textDocument.getText()).tokens) {
    if (!Number.isFinite(startOffset)) continue; // closed by the reader, not by the author
    const at = startLine - 1;
    if (at > line || (at === line && image !== '}')) break;
    if (image === '{') open += 1;
    if (image === '}') open = Math.max(0, open - 1);
  }
  return 2 * open;
}
