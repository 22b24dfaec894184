import { type AstNode, AstUtils, type CstNode, CstUtils, isCompositeCstNode } from 'langium';
import { type SourcePlace, sortedBy } from '#core/base';
import type { FixChange } from './fix.ts';

/** Adds a property or block inside a block, in the block's own layout; a block without braces gets them. */
export function addInside(node: AstNode, text: string): FixChange {
  const source = sourceOf(node);
  const cst = node.$cstNode;
  if (!node.$container || !cst) return change(node, source.length, source.length, `${/(^|\n)$/.test(source) ? '' : '\n'}${text}\n`);
  const open = brace(cst, '{');
  if (!open) return change(node, cst.end, cst.end, ` { ${text} }`);
  const end = brace(cst, '}')?.offset ?? cst.end;
  const last = lastStatement(node, open);
  const isMultiline = source.slice(open.end, end).includes('\n');
  if (!last) {
    return isMultiline
      ? change(node, open.end, open.end, `\n${indentAt(source, cst.offset)}  ${text}`)
      : change(node, open.end, end, ` ${text} `);
  }
  if (!isMultiline) return change(node, last.end, last.end, `  ${text}`);
  const at = endOfLine(source, last.end);
  return change(node, at, at, `\n${indentAt(source, last.offset)}${text}`);
}

/** Adds a block beside another, on a line of its own. */
export function addAfter(node: AstNode, text: string): FixChange {
  const source = sourceOf(node);
  const end = node.$cstNode?.end ?? source.length;
  const at = endOfLine(source, end);
  const indent = indentAt(source, node.$cstNode?.offset ?? 0);
  const isAlone = at !== end || /^[ \t]*(\r?\n|$)/.test(source.slice(end));
  return change(node, at, at, `\n${indent}${text}${isAlone ? '' : `\n${indent}`}`);
}

/** Removes a statement with the white space it leaves: its line, when it has one to itself. */
export function removeNode(node: AstNode): FixChange {
  const source = sourceOf(node);
  const [from, to] = [node.$cstNode?.offset ?? 0, node.$cstNode?.end ?? 0];
  const lineStart = source.lastIndexOf('\n', from - 1) + 1;
  const after = /^[ \t]*(\r?\n|$)/.exec(source.slice(to));
  if (source.slice(lineStart, from).trim() === '' && after) return change(node, lineStart, to + after[0].length, '');
  const before = /[ \t]*$/.exec(source.slice(0, from))?.[0].length ?? 0;
  if (source[from - before - 1] === '{') return change(node, from, to + (/^[ \t]*/.exec(source.slice(to))?.[0].length ?? 0), '');
  return change(node, from - before, to, '');
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

/** Whether a position stands before another. */
export function isBefore(a: SourcePlace['start'], b: SourcePlace['start']): boolean {
  return a.line < b.line || (a.line === b.line && a.character < b.character);
}

/** The place between two offsets of the document a node stands in. */
export function placeBetween(node: AstNode, from: number, to: number): SourcePlace {
  const { textDocument, uri } = AstUtils.getDocument(node);
  return { uri: uri.toString(), start: textDocument.positionAt(from), end: textDocument.positionAt(to) };
}

function change(node: AstNode, from: number, to: number, newText: string): FixChange {
  return { place: placeBetween(node, from, to), newText };
}

function sourceOf(node: AstNode): string {
  return AstUtils.getDocument(node).textDocument.getText();
}

/** A block's own brace, not one of a block inside it. */
function brace(cst: CstNode, text: '{' | '}'): CstNode | undefined {
  return CstUtils.streamCst(cst).find((leaf) => leaf.text === text && !isCompositeCstNode(leaf) && leaf.astNode === cst.astNode);
}

function lastStatement(node: AstNode, open: CstNode): CstNode | undefined {
  const inside = AstUtils.streamContents(node).flatMap(({ $cstNode }) => ($cstNode && $cstNode.offset >= open.end ? [$cstNode] : []));
  return sortedBy(inside, ({ offset }) => offset).at(-1);
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
