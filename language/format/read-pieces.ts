import type { LexerResult } from 'langium';
import { sortedBy } from '#core/base';
import { isSilencingComment } from '../parsing/read-silences.ts';
import type { Piece, PieceKind } from './piece.ts';
import type { TextStructure } from './read-structure.ts';

type Token = LexerResult['tokens'][number];

const KINDS: Readonly<Record<string, PieceKind>> = {
  '{': 'open',
  '}': 'close',
  ',': 'comma',
  '..': 'range',
  SL_COMMENT: 'line-comment',
  ML_COMMENT: 'block-comment',
};

/** Tokens and comments of a text in its order. */
export function readPieces(text: string, { tokens, hidden }: LexerResult, structure: TextStructure): Piece[] {
  const written = sortedBy(
    [...tokens, ...hidden].filter((token) => Number.isFinite(token.startOffset)),
    (token) => token.startOffset,
  );
  const bound = boundLines(text, written);
  return written.map((token) => toPiece(token, structure, bound));
}

function toPiece(token: Token, structure: TextStructure, bound: ReadonlySet<number>): Piece {
  const { startOffset: start, tokenType, startLine = 1, startColumn = 1 } = token;
  const image = token.image.trimEnd();
  const kind = KINDS[tokenType.name] ?? 'word';
  const line = startLine - 1;
  const comment = kind === 'line-comment' || kind === 'block-comment';
  return {
    image,
    type: tokenType.name,
    start,
    end: start + image.length,
    line,
    lastLine: line + countBreaks(image),
    column: startColumn - 1,
    kind,
    role: comment ? 'inside' : roleAt(start, structure),
    sound: comment ? !structure.isItem(start) || structure.isSound(start) : structure.isSound(start),
    bound: bound.has(line),
  };
}

function roleAt(start: number, structure: TextStructure): Piece['role'] {
  if (structure.items.has(start)) return 'item';
  if (structure.isLoose(start)) return 'loose';
  return structure.statements.has(start) ? 'statement' : 'inside';
}

/** The lines that `ostopo:` comments speak of: their own where something stands before them, else the next with more than comments. */
function boundLines(text: string, tokens: readonly Token[]): ReadonlySet<number> {
  if (!text.includes('ostopo:')) return new Set();
  const lines = new Set<number>();
  let [codeLine, waiting] = [0, false];
  for (const token of tokens) {
    const { startLine = 1, endLine = 1 } = token;
    if (!token.tokenType.name.endsWith('_COMMENT')) {
      if (waiting) lines.add(startLine - 1);
      [codeLine, waiting] = [endLine, false];
    } else if (token.tokenType.name === 'SL_COMMENT' && isSilencingComment(token.image)) {
      if (codeLine === startLine) lines.add(startLine - 1);
      else waiting = true;
    }
  }
  return lines;
}

/** Line breaks in a stretch of text: LF, CR LF and CR, as the lexer counts them. */
export function countBreaks(text: string): number {
  return text.match(/\r\n|\r|\n/g)?.length ?? 0;
}
