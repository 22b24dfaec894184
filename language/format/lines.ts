import type { Gap } from './lay-out-lines.ts';
import { type Piece, isComment } from './piece.ts';

/** A line to be: pieces `first` to `last`, both included, and how deep in blocks it stands. */
export interface Line {
  readonly first: number;
  readonly last: number;
  /** Open blocks around its first piece, where that closes none. */
  readonly depth: number;
  /** Whether it goes on with a statement of an earlier line. */
  readonly continued: boolean;
}

/** Spaces of one level. */
const INDENT = 2;

/** The lines that the gaps make. */
export function readLines(pieces: readonly Piece[], gaps: readonly Gap[]): Line[] {
  const lines: Line[] = [];
  let [first, open] = [0, 0];
  for (let i = 1; i <= pieces.length; i++) {
    const gap = gaps[i];
    if (gap && !(gap.verbatim ? /[\r\n]/.test(gap.source) : gap.breaks > 0)) continue;
    const line = toLine(pieces, first, i - 1, open);
    lines.push(line.line);
    [first, open] = [i, line.openAfter];
  }
  return lines;
}

function toLine(
  pieces: readonly Piece[],
  first: number,
  last: number,
  openBefore: number,
): { readonly line: Line; readonly openAfter: number } {
  let open = openBefore;
  let leadingCloses = 0;
  for (let i = first; i <= last; i++) {
    const { kind, role } = pieces[i] ?? { kind: 'word', role: 'inside' };
    if (role === 'item') open = 0; // after something unsound the count may be wrong
    if (kind === 'open') open += 1;
    if (kind === 'close') open = Math.max(0, open - 1);
    if (kind === 'close' && leadingCloses === i - first) leadingCloses += 1;
  }
  const start = pieces[first];
  const depth = start?.role === 'item' ? 0 : Math.max(0, openBefore - leadingCloses);
  const continued = start?.role === 'inside' && !isComment(start) && start.kind !== 'open' && start.kind !== 'close';
  return { line: { first, last, depth, continued }, openAfter: open };
}

/** The column a line starts in. */
export function indentOf({ depth, continued }: Line): number {
  return INDENT * (depth + (continued ? 2 : 0));
}

/** Spaces between two pieces of one line. */
export function spacesBetween(before: Piece, piece: Piece): number {
  if (piece.kind === 'line-comment') return 2;
  if (before.kind === 'open' || piece.kind === 'close') return before.kind === 'open' && piece.kind === 'close' ? 0 : 1;
  if (piece.kind === 'comma') return 0;
  if (before.kind === 'range' || piece.kind === 'range') return isDotty(before, piece) ? 1 : 0;
  return (piece.role === 'item' || piece.role === 'statement') && !isComment(before) ? 2 : 1;
}

/** Dots that would run together with those of the range, and comments, keep their distance from `..`. */
function isDotty(before: Piece, piece: Piece): boolean {
  return (
    isComment(before) ||
    isComment(piece) ||
    piece.role !== 'inside' ||
    (before.kind !== 'range' && before.image.endsWith('.')) ||
    (piece.kind !== 'range' && piece.image.startsWith('.'))
  );
}
