import type { CstNode, LexerResult, ParseResult } from 'langium';
import type { ModelItem } from '../generated/ast.ts';

type Token = LexerResult['tokens'][number];

/**
 * A model is parsed in pieces: each block or statement at the top of the file by itself, from the keyword that starts it to the next such
 * keyword outside all braces. So a mistake in one tenant leaves the next one as it is, and after an edit inside the braces of one piece the
 * others need not be read again.
 */
export interface PieceTokens {
  readonly tokens: readonly Token[];
  /** Comments before the piece and inside it; after the last piece also those that follow it. */
  readonly hidden: readonly Token[];
  /** What the lexer could not read from the comments before the piece on. */
  readonly errors: LexerResult['errors'];
  /** The word that starts the next piece. */
  readonly following: string | undefined;
}

/** A piece that was parsed. */
export interface Piece {
  /** The word that starts it. */
  readonly keyword: string;
  /** Where its first token starts. */
  readonly start: { offset: number; line: number; column: number };
  /** Between its first `{` and the `}` that closes it and ends the piece; `undefined` where it is not of that shape. */
  readonly body: { start: number; end: number } | undefined;
  readonly items: readonly ModelItem[];
  /** The syntax nodes of the comments before it, then its own. */
  readonly content: readonly CstNode[];
  readonly lexerErrors: ParseResult['lexerErrors'];
  readonly parserErrors: ParseResult['parserErrors'];
}

/** A parsed text and its pieces. */
export interface PieceTree {
  readonly text: string;
  readonly pieces: readonly Piece[];
  /** False where braces were missing and put in: which ones depends on the whole text. */
  readonly isBalanced: boolean;
}

/** The keywords that start a statement at the top of a file. */
const TOP_LEVEL: ReadonlySet<string> = new Set(['import', 'fabric', 'host', 'tenant', 'expect']);

/** Divides the tokens of a text; a text without tokens is one piece. */
export function splitPieces({ tokens, hidden, errors }: LexerResult): readonly PieceTokens[] {
  const starts = pieceStarts(tokens);
  const [hiddenSplit, errorSplit] = [new Splitter(hidden, (token) => token.startOffset), new Splitter(errors, (error) => error.offset)];
  return starts.map((start, i) => {
    const next = starts[i + 1] ?? tokens.length;
    const [last, following] = [tokens[next - 1], tokens[next]];
    // Comments after a piece belong to the next one; after the last, to it.
    const end = following === undefined || last === undefined ? Infinity : lastOffset(tokens, next - 1);
    return {
      tokens: tokens.slice(start, next),
      hidden: hiddenSplit.takeTo(end),
      errors: errorSplit.takeTo(end),
      following: following?.image,
    };
  });
}

function pieceStarts(tokens: readonly Token[]): number[] {
  const starts = [0];
  let depth = 0;
  for (const [i, token] of tokens.entries()) {
    if (token.image === '{') depth += 1;
    else if (token.image === '}') depth = Math.max(0, depth - 1);
    else if (depth === 0 && i > 0 && TOP_LEVEL.has(token.tokenType.name)) starts.push(i);
  }
  return starts;
}

/** The end of a token; of a brace that was put in, that of the token before it. */
function lastOffset(tokens: readonly Token[], index: number): number {
  for (let i = index; i >= 0; i--) {
    const offset = tokens[i]?.endOffset;
    if (offset !== undefined && !Number.isNaN(offset)) return offset;
  }
  return -1;
}

/** Hands out a sorted or nearly sorted list part by part. */
class Splitter<T> {
  private readonly rest: T[];
  private readonly offsetOf: (item: T) => number;
  private next = 0;

  constructor(items: readonly T[], offsetOf: (item: T) => number) {
    this.offsetOf = offsetOf;
    this.rest = [...items].sort((a, b) => offsetOf(a) - offsetOf(b));
  }

  takeTo(offset: number): T[] {
    const from = this.next;
    for (let item = this.rest[this.next]; item !== undefined && this.offsetOf(item) <= offset; item = this.rest[this.next]) this.next += 1;
    return this.rest.slice(from, this.next);
  }
}

/** The body of a piece that is `… { … }` and nothing after, every brace written; offsets as the tokens have them. */
export function bodyOf(tokens: readonly Token[]): Piece['body'] {
  let depth = 0;
  let start: number | undefined;
  for (const [i, token] of tokens.entries()) {
    if (token.isInsertedInRecovery) return undefined;
    if (token.image === '{') {
      depth += 1;
      start ??= token.startOffset + 1;
    } else if (token.image === '}') {
      depth -= 1;
      if (depth < 0) return undefined;
      if (depth === 0) return start !== undefined && i === tokens.length - 1 ? { start, end: token.startOffset } : undefined;
    }
  }
  return undefined;
}
