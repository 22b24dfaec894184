import { type CstNode, type LexerResult, isCompositeCstNode } from 'langium';
import type { Piece } from './pieces.ts';

type Token = LexerResult['tokens'][number];

/** How far text has moved: by an edit before it. Columns stay, because the edit was on an earlier line. */
export interface Move {
  readonly offset: number;
  readonly line: number;
}

/** Langium's leaves of the syntax tree keep their place in these fields; nothing else can move them. */
interface LeafFields {
  _offset: number;
  _startLine: number;
  _endLine: number;
}

interface CompositeFields {
  _rangeCache: unknown;
}

/** Moves a parsed piece, in place, and what was found wrong in it. */
export function movePiece(piece: Piece, move: Move): void {
  if (move.offset === 0 && move.line === 0) return;
  piece.start.offset += move.offset;
  piece.start.line += move.line;
  if (piece.body) {
    piece.body.start += move.offset;
    piece.body.end += move.offset;
  }
  for (const node of piece.content) moveNode(node, move);
  for (const error of piece.lexerErrors) {
    error.offset += move.offset;
    if (error.line !== undefined) error.line += move.line;
  }
  for (const token of tokensOf(piece.parserErrors)) moveToken(token, move);
}

function moveNode(node: CstNode, move: Move): void {
  if (isCompositeCstNode(node)) {
    if (move.line !== 0) (node as unknown as CompositeFields)._rangeCache = undefined; // see LeafFields
    for (const child of node.content) moveNode(child, move);
    return;
  }
  const leaf = node as unknown as LeafFields; // see LeafFields
  leaf._offset += move.offset;
  leaf._startLine += move.line;
  leaf._endLine += move.line;
}

/** The tokens errors speak of, each once. */
export function tokensOf(errors: Piece['parserErrors']): ReadonlySet<Token> {
  const tokens = new Set<Token>();
  for (const error of errors) {
    tokens.add(error.token);
    if ('previousToken' in error) tokens.add(error.previousToken as Token); // Chevrotain sets it on most kinds
  }
  return tokens;
}

/** The end of the file, which stands nowhere, stays there. */
function moveToken(token: Token, { offset, line }: Move): void {
  if (Object.isFrozen(token)) return;
  token.startOffset += offset;
  if (token.endOffset !== undefined) token.endOffset += offset;
  if (token.startLine !== undefined) token.startLine += line;
  if (token.endLine !== undefined) token.endLine += line;
}

/** Moves tokens of a text that was cut out of another to where it stood there: those of its first line also to the right. */
export function placeTokens(tokens: Iterable<Token>, { offset, line, column }: Piece['start']): void {
  for (const token of tokens) {
    if (token.startLine === 1 && token.startColumn !== undefined) token.startColumn += column;
    if (token.endLine === 1 && token.endColumn !== undefined) token.endColumn += column;
    moveToken(token, { offset, line });
  }
}

/** The same for what the lexer could not read. */
export function placeErrors(errors: LexerResult['errors'], { offset, line, column }: Piece['start']): void {
  for (const error of errors) {
    if (error.line === 1 && error.column !== undefined) error.column += column;
    error.offset += offset;
    if (error.line !== undefined) error.line += line;
  }
}
