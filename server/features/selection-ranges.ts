import { type AstNode, CstUtils, type LangiumDocument } from 'langium';
import type { Position, Range, SelectionRange } from 'vscode-languageserver';
import { braceOf } from './enclosing-block.ts';

/** What a selection grows to, step by step: the word, the statement, what is between the braces, the block, the block around it, the file. */
export function selectionRange(document: LangiumDocument, position: Position): SelectionRange {
  let range: SelectionRange | undefined;
  for (const next of growingRanges(document, document.textDocument.offsetAt(position)).reverse())
    if (!range || isWithin(next, range.range)) range = range ? { range: next, parent: range } : { range: next };
  return range ?? { range: { start: position, end: position } };
}

/** From the smallest to the file. */
function growingRanges({ parseResult, textDocument }: LangiumDocument, offset: number): Range[] {
  const root = parseResult.value.$cstNode;
  const leaf = root && (CstUtils.findLeafNodeAtOffset(root, offset) ?? CstUtils.findLeafNodeBeforeOffset(root, offset));
  const at = (start: number, end: number): Range => ({ start: textDocument.positionAt(start), end: textDocument.positionAt(end) });
  const ranges: Range[] = leaf && leaf.offset <= offset && offset <= leaf.end ? [leaf.range] : [];
  for (let node: AstNode | undefined = leaf?.astNode; node?.$container; node = node.$container) {
    const cst = node.$cstNode;
    if (!cst || cst.offset > offset || cst.end < offset) continue;
    const [open, close] = [braceOf(cst, '{'), braceOf(cst, '}')];
    if (open && close && open.end <= offset && offset <= close.offset) {
      const inside = textDocument.getText().slice(open.end, close.offset);
      const start = open.end + inside.length - inside.trimStart().length;
      if (inside.trim() !== '') ranges.push(at(start, start + inside.trim().length));
    }
    ranges.push(cst.range);
  }
  return [...ranges, at(0, textDocument.getText().length)];
}

/** Whether a range lies in another one and is smaller. */
function isWithin(inner: Range, outer: Range): boolean {
  const starts = compare(outer.start, inner.start);
  const ends = compare(inner.end, outer.end);
  return starts <= 0 && ends <= 0 && (starts < 0 || ends < 0);
}

function compare(a: Position, b: Position): number {
  return a.line - b.line || a.character - b.character;
}
