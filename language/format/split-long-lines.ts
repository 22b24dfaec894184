import type { Gap } from './lay-out-lines.ts';
import { type Line, indentOf, readLines, spacesBetween } from './lines.ts';
import { type Piece, isComment } from './piece.ts';

/** The longest line that is left on one line where it could be broken; a comment at its end does not count. */
export const MAX_COLUMNS = 120;

/** Breaks lines that are too long at their outermost block, and what is still too long again. */
export function splitLongLines(pieces: readonly Piece[], gaps: readonly Gap[]): Line[] {
  for (;;) {
    const lines = readLines(pieces, gaps);
    const breaks = lines.flatMap((line) => (isTooLong(line, pieces) ? outermostBreaks(line, pieces) : []));
    const waiting = breaks.flatMap((i) => gaps[i] ?? []);
    if (waiting.length === 0) return lines;
    for (const gap of waiting) gap.breaks = 1;
  }
}

function isTooLong(line: Line, pieces: readonly Piece[]): boolean {
  let column = indentOf(line);
  for (let i = line.first; i <= line.last; i++) {
    const [before, piece] = [pieces[i - 1], pieces[i]];
    if (!piece?.sound || piece.bound) return false;
    if (piece.kind === 'line-comment') break;
    column += (i === line.first || !before ? 0 : spacesBetween(before, piece)) + piece.image.length;
  }
  return column > MAX_COLUMNS;
}

/** The gaps of a line where its least deep block, or the block it stands in, can be broken. */
function outermostBreaks({ first, last }: Line, pieces: readonly Piece[]): readonly number[] {
  let [depth, least] = [0, Infinity];
  let found: number[] = [];
  for (let i = first; i <= last; i++) {
    const [before, piece] = [pieces[i - 1], pieces[i]];
    if (!piece) continue;
    if (i > first && before && canBreak(before, piece)) {
      if (depth < least) [least, found] = [depth, []];
      if (depth === least) found.push(i);
    }
    if (piece.kind === 'open') depth += 1;
    if (piece.kind === 'close') depth -= 1;
  }
  return found;
}

function canBreak(before: Piece, piece: Piece): boolean {
  if (piece.kind === 'line-comment') return false;
  if (before.kind === 'open' && piece.kind === 'close') return false;
  return before.kind === 'open' || piece.kind === 'close' || ((piece.role === 'statement' || piece.role === 'item') && !isComment(before));
}
