import { type AstNode, AstUtils, type CstNode, CstUtils, isCompositeCstNode } from 'langium';
import * as ast from '../generated/ast.ts';
import { type TextReplacement, uriOf } from './text-replacement.ts';

/** Writes further properties into a block, opening its braces where it has none. */
export function insertProperties(block: AstNode, properties: readonly string[]): TextReplacement[] {
  const cst = block.$cstNode;
  if (!cst || properties.length === 0) return [];
  const uri = uriOf(block);
  const [open, close] = [brace(cst, '{'), brace(cst, '}')];
  const insert = (at: number, newText: string): TextReplacement[] => [{ uri, start: at, end: at, newText }];
  if (!open) return insert(cst.end, ` { ${properties.join('  ')} }`);
  // A `mac` behind an allowed address would belong to that address.
  if (!close || endsOpen(block)) return insert(open.end, ` ${properties.join('  ')} `);
  const text = cst.root.fullText;
  const line = lineStart(text, close.offset);
  if (text.slice(open.end, close.offset).trim() === '') return replace(uri, open.end, close.offset, ` ${properties.join('  ')} `);
  const before = text.slice(line, close.offset);
  if (before.trim() !== '') return insert(close.offset, `${' '.repeat(Math.max(0, 2 - trailingSpaces(before)))}${properties.join('  ')} `);
  const indent = `${before}  `;
  return insert(line, properties.map((property) => `${indent}${property}${lineBreakOf(text)}`).join(''));
}

/** Writes a statement behind another one: on a line of its own where that one starts its line. */
export function insertAfter(node: AstNode, statement: string): TextReplacement[] {
  const cst = node.$cstNode;
  if (!cst) return [];
  const text = cst.root.fullText;
  const before = text.slice(lineStart(text, cst.offset), cst.offset);
  const gap = before.trim() === '' ? `${lineBreakOf(text)}${before}` : '  ';
  return [{ uri: uriOf(node), start: cst.end, end: cst.end, newText: `${gap}${statement}` }];
}

/** Takes a statement away, with its lines where nothing else stands on them. */
export function removeStatement(node: AstNode): TextReplacement[] {
  const cst = node.$cstNode;
  if (!cst) return [];
  const text = cst.root.fullText;
  const start = lineStart(text, cst.offset);
  const rest = /^[ \t]*(\r\n|\r|\n)/.exec(text.slice(cst.end));
  const before = text.slice(start, cst.offset);
  if (before.trim() === '' && rest) return replace(uriOf(node), start, cst.end + rest[0].length, '');
  return replace(uriOf(node), cst.offset - trailingSpaces(before), cst.end, '');
}

/** A block's own brace, not one of a block inside it. */
export function brace(cst: CstNode, text: '{' | '}'): CstNode | undefined {
  return CstUtils.streamCst(cst).find((leaf) => leaf.text === text && !isCompositeCstNode(leaf) && leaf.astNode === cst.astNode);
}

/** What a line of a text starts at. */
function lineStart(text: string, offset: number): number {
  return Math.max(text.lastIndexOf('\n', offset - 1), text.lastIndexOf('\r', offset - 1)) + 1;
}

/** How the lines of a text end: as its first one does. */
export function lineBreakOf(text: string): string {
  return /\r\n|\r|\n/.exec(text)?.[0] ?? '\n';
}

function trailingSpaces(text: string): number {
  return text.length - text.trimEnd().length;
}

function replace(uri: string, start: number, end: number, newText: string): TextReplacement[] {
  return [{ uri, start, end, newText }];
}

function endsOpen(block: AstNode): boolean {
  const last = [...AstUtils.streamContents(block)].at(-1);
  return last !== undefined && ast.isAllowedAddress(last) && last.mac === undefined;
}
