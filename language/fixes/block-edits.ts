import { type AstNode, AstUtils, type CstNode, GrammarUtils, type LangiumDocument } from 'langium';
import { type SourcePlace, sortedBy } from '#core/base';
import { brace, lineBreakOf } from '../refactor/edit-block.ts';
import { tokensOf } from '../parsing/move-piece.ts';
import type { FixChange } from './fix.ts';

/** Adds a property or block inside a block, in the block's own layout; a block without braces gets them. */
export function addInside(node: AstNode, text: string): FixChange {
  const source = sourceOf(node);
  const cst = node.$cstNode;
  const eol = lineBreakOf(source);
  if (!node.$container || !cst) return change(node, source.length, source.length, `${/(^|[\r\n])$/.test(source) ? '' : eol}${text}${eol}`);
  const open = brace(cst, '{');
  if (!open) return change(node, cst.end, cst.end, ` { ${text} }`);
  const end = brace(cst, '}')?.offset ?? cst.end;
  const statement = lastStatement(node, open);
  const last = statement && !isHalfTyped(node, statement) ? statement : undefined;
  const isMultiline = source.slice(open.end, end).includes('\n');
  if (!last) {
    if (isMultiline) return change(node, open.end, open.end, `${eol}${indentAt(source, cst.offset)}  ${text}`);
    const isEmpty = source.slice(open.end, end).trim() === '';
    return change(node, open.end, isEmpty ? end : open.end, ` ${text} `);
  }
  if (!isMultiline) return change(node, last.end, last.end, `  ${text}`);
  const at = endOfLine(source, last.end);
  return change(node, at, at, `${eol}${indentAt(source, last.offset)}${text}`);
}

/** Whether a block has a statement that starts with a keyword, be it understood or not: a second one would not count. */
export function hasStatement(node: AstNode | undefined, keyword: string): boolean {
  return node !== undefined && AstUtils.streamContents(node).some(({ $cstNode }) => $cstNode?.text.split(/\s/, 1)[0] === keyword);
}

/** Adds a block beside another, on a line of its own. */
export function addAfter(node: AstNode, text: string): FixChange {
  const source = sourceOf(node);
  const cst = node.$cstNode;
  if (cst && isHalfTyped(node, cst))
    return change(node, cst.offset, cst.offset, `${text}${lineBreakOf(source)}${indentAt(source, cst.offset)}`);
  const end = node.$cstNode?.end ?? source.length;
  const at = endOfLine(source, end);
  const indent = indentAt(source, node.$cstNode?.offset ?? 0);
  const isAlone = at !== end || /^[ \t]*(\r?\n|$)/.test(source.slice(end));
  const eol = lineBreakOf(source);
  return change(node, at, at, `${eol}${indent}${text}${isAlone ? '' : `${eol}${indent}`}`);
}

/** Removes a statement with the white space it leaves: its line, when it has one to itself. */
export function removeNode(node: AstNode): FixChange {
  return removeSpan(AstUtils.getDocument(node), node.$cstNode?.offset ?? 0, node.$cstNode?.end ?? 0);
}

/** Removes what stands between two offsets with the white space it leaves: its lines, when it has them to itself. */
export function removeSpan(document: LangiumDocument, from: number, to: number): FixChange {
  const source = document.textDocument.getText();
  const remove = (start: number, end: number): FixChange => ({ place: spanOf(document, start, end), newText: '' });
  const lineStart = source.lastIndexOf('\n', from - 1) + 1;
  const after = /^[ \t]*(\r?\n|$)/.exec(source.slice(to));
  if (source.slice(lineStart, from).trim() === '' && after) return remove(lineStart, to + after[0].length);
  const before = /[ \t]*$/.exec(source.slice(0, from))?.[0].length ?? 0;
  if (source[from - before - 1] === '{') return remove(from, to + (/^[ \t]*/.exec(source.slice(to))?.[0].length ?? 0));
  return remove(from - before, to);
}

/** Removes several statements of one block; where two removals meet they are one. */
export function removeNodes(nodes: readonly AstNode[]): readonly FixChange[] {
  const inOrder = sortedBy(nodes, ({ $cstNode }) => $cstNode?.offset ?? 0);
  const removals: FixChange[] = [];
  for (const removal of inOrder.map(removeNode)) {
    const last = removals.at(-1);
    if (last && !isBefore(last.place.end, removal.place.start))
      removals[removals.length - 1] = { ...last, place: { ...last.place, end: removal.place.end } };
    else removals.push(removal);
  }
  return removals;
}

/** Removes values of a comma list, each with a comma; the whole statement where none stays. */
export function removeValues(owner: AstNode, property: string, isGone: (value: CstNode, index: number) => boolean): readonly FixChange[] {
  const values = GrammarUtils.findNodesForProperty(owner.$cstNode, property);
  const firstKept = values.findIndex((value, i) => !isGone(value, i));
  if (firstKept === -1) return values.length === 0 ? [] : [removeNode(owner)];
  return values.flatMap((value, i) => {
    if (!isGone(value, i)) return [];
    const [from, to] = i < firstKept ? [value.offset, values[i + 1]?.offset ?? value.end] : [values[i - 1]?.end ?? value.offset, value.end];
    return [change(owner, from, to, '')];
  });
}

/** Writes another comma list in place of one. */
export function replaceValues(owner: AstNode, property: string, texts: readonly string[]): readonly FixChange[] {
  const values = GrammarUtils.findNodesForProperty(owner.$cstNode, property);
  const [first, last] = [values[0], values.at(-1)];
  return first && last ? [change(owner, first.offset, last.end, texts.join(', '))] : [];
}

/** Whether a position stands before another. */
export function isBefore(a: SourcePlace['start'], b: SourcePlace['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** The place between two offsets of a document. */
export function spanOf({ textDocument, uri }: LangiumDocument, from: number, to: number): SourcePlace {
  return { uri: uri.toString(), start: textDocument.positionAt(from), end: textDocument.positionAt(to) };
}

function change(node: AstNode, from: number, to: number, newText: string): FixChange {
  return { place: spanOf(AstUtils.getDocument(node), from, to), newText };
}

function sourceOf(node: AstNode): string {
  return AstUtils.getDocument(node).textDocument.getText();
}

function lastStatement(node: AstNode, open: CstNode): CstNode | undefined {
  const inside = AstUtils.streamContents(node).flatMap(({ $cstNode }) => ($cstNode && $cstNode.offset >= open.end ? [$cstNode] : []));
  return sortedBy(inside, ({ offset }) => offset).at(-1);
}

/** Whether something is missing in a statement: what is written behind it could become a part of it. */
function isHalfTyped(node: AstNode, { offset, end }: CstNode): boolean {
  const { parserErrors } = AstUtils.getDocument(node).parseResult;
  return [...tokensOf(parserErrors)].some(({ startOffset }) => offset <= startOffset && startOffset < end);
}

/** Past a comment that ends the line; the offset itself when something else follows. */
function endOfLine(source: string, offset: number): number {
  const rest = /^[ \t]*(\/\/[^\r\n]*)?(?=\r?\n|$)/.exec(source.slice(offset));
  return offset + (rest?.[1] === undefined ? 0 : rest[0].length);
}

function indentAt(source: string, offset: number): string {
  const lineStart = source.lastIndexOf('\n', offset - 1) + 1;
  return /^[ \t]*/.exec(source.slice(lineStart, offset))?.[0] ?? '';
}
