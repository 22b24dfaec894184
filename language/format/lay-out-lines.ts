import { type Piece, isComment } from './piece.ts';
import { countBreaks } from './read-pieces.ts';

/** The white space between two pieces: as it is, or as it is to be. */
export interface Gap {
  /** As written; of the last one, what follows the last piece. */
  readonly source: string;
  /** Left as it is: beside something that cannot be read. */
  readonly verbatim: boolean;
  /** Line breaks to be: 0, 1, or 2 for an empty line. */
  breaks: 0 | 1 | 2;
}

/** The gaps before each piece: the author's line breaks between statements, at most one empty line, and none within a statement. */
export function layOutGaps(text: string, pieces: readonly Piece[]): Gap[] {
  return pieces.map((piece, i) => {
    const before = pieces[i - 1];
    const source = text.slice(before?.end ?? 0, piece.start);
    const verbatim = source.trim() !== '' || (before !== undefined && !before.sound && !piece.sound) || glued(source, before, piece);
    return { source, verbatim, breaks: before ? breaksBetween(before, piece, source, pieces, i) : 0 };
  });
}

/** Something unsound on the line of a sound piece: nothing is moved between them. */
function glued(source: string, before: Piece | undefined, piece: Piece): boolean {
  return before !== undefined && before.sound !== piece.sound && countBreaks(source) === 0;
}

function breaksBetween(before: Piece, piece: Piece, source: string, pieces: readonly Piece[], i: number): Gap['breaks'] {
  const written = atMostTwo(countBreaks(source));
  if (before.sound !== piece.sound) return written;
  if (before.kind === 'open' && piece.kind === 'close') return 0;
  if (before.kind === 'open' || piece.kind === 'close') return before.kind === 'line-comment' ? 1 : atMostOne(written);
  if (before.kind === 'line-comment') return written === 2 ? 2 : 1;
  if (isComment(before) || isComment(piece)) return written;
  if (piece.role === 'item') return written === 0 && !piece.bound && !startsLine(pieces, i) ? 1 : written;
  if (piece.role !== 'inside') return written;
  return before.bound || piece.bound ? atMostOne(written) : 0;
}

/** Whether nothing but comments stands before a piece on its line. */
function startsLine(pieces: readonly Piece[], i: number): boolean {
  let at = i - 1;
  for (let before = pieces[at]; before && isComment(before); before = pieces[at]) at -= 1;
  return pieces[at]?.line !== pieces[i]?.line;
}

function atMostOne(breaks: Gap['breaks']): 0 | 1 {
  return breaks === 0 ? 0 : 1;
}

function atMostTwo(breaks: number): Gap['breaks'] {
  return breaks === 0 ? 0 : breaks === 1 ? 1 : 2;
}
