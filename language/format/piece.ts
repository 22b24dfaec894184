/** A token or comment of a text, with what the layout depends on. */
export interface Piece {
  /** As written; trailing white space of a comment is not part of it. */
  readonly image: string;
  /** The name of its token type: what the parser sees. */
  readonly type: string;
  readonly start: number;
  readonly end: number;
  /** The line it starts on, from 0, and the one it ends on. */
  readonly line: number;
  readonly lastLine: number;
  /** Where it starts on its line, from 0. */
  readonly column: number;
  readonly kind: PieceKind;
  /**
   * `item` and `statement`: the first word of one, in the file and in a block. `loose`: a word of a statement that means nothing, whose line breaks say
   * what belongs together (a rule that such words follow on its line was perhaps meant narrower). `inside`: everything else.
   */
  readonly role: 'item' | 'statement' | 'loose' | 'inside';
  /** Part of an item that was read without errors, or a comment between items: only such are laid out. */
  readonly sound: boolean;
  /** On a line that an `ostopo:` comment speaks of: the line stays one line. */
  readonly bound: boolean;
}

/** What a piece is, as far as white space around it goes. */
export type PieceKind = 'word' | 'open' | 'close' | 'comma' | 'range' | 'line-comment' | 'block-comment';

/** Whether a piece is a comment of either form. */
export function isComment({ kind }: Pick<Piece, 'kind'>): boolean {
  return kind === 'line-comment' || kind === 'block-comment';
}
