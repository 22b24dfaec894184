import type { Gap } from './lay-out-lines.ts';
import { type Line, indentOf, spacesBetween } from './lines.ts';
import { type Piece, isComment } from './piece.ts';
import { MAX_COLUMNS } from './split-long-lines.ts';

/** Comments at the ends of neighbouring lines stand below each other unless that moves one further than this. */
const FARTHEST_COMMENT = 24;

/**
 * The spaces before every piece. Words that the author put below each other stay so: in neighbouring lines, words of the same number that start in the
 * same column, one of them after more spaces than are due. Comments at the ends of neighbouring lines are put below each other.
 */
export function alignColumns(pieces: readonly Piece[], gaps: readonly Gap[], lines: readonly Line[]): readonly number[] {
  const rows = lines.map((line) => createRow(line, pieces));
  const neighbours = (i: number) => gaps[lines[i]?.first ?? 0]?.breaks === 1;
  const longest = rows.reduce((most, row) => (row.alignable ? Math.max(most, row.words.length) : most), 0);
  for (let word = 1; word < longest; word++) alignWord(rows, word, neighbours);
  alignComments(rows, neighbours);
  const spaces: number[] = [];
  for (const row of rows) {
    let end = 0;
    for (const cell of [...row.words, ...(row.comment ? [row.comment] : [])]) {
      spaces[cell.index] = cell.column - end;
      end = endOf(cell);
    }
  }
  return spaces;
}

interface Cell {
  readonly index: number;
  readonly piece: Piece;
  /** Spaces due before it. */
  readonly spaces: number;
  column: number;
}

interface Row {
  readonly indent: number;
  readonly words: readonly Cell[];
  readonly comment: Cell | undefined;
  /** Of a line that is written as one line, without comments between its words, and fits. */
  readonly alignable: boolean;
}

function createRow(line: Line, pieces: readonly Piece[]): Row {
  const cells: Cell[] = [];
  for (let index = line.first; index <= line.last; index++) {
    const [before, piece] = [pieces[index - 1], pieces[index]];
    if (!piece) continue;
    const spaces = index === line.first || !before ? 0 : spacesBetween(before, piece);
    cells.push({ index, piece, spaces, column: 0 });
  }
  const last = cells.at(-1);
  const comment = cells.length > 1 && last?.piece.kind === 'line-comment' ? last : undefined;
  const words = comment ? cells.slice(0, -1) : cells;
  const plain = words.every(({ piece }) => piece.sound && !isComment(piece) && piece.line === words[0]?.piece.line);
  const row = { indent: indentOf(line), words, comment };
  place(row, 0, row.indent);
  const lastWord = words.at(-1);
  return { ...row, alignable: plain && lastWord !== undefined && endOf(lastWord) <= MAX_COLUMNS };
}

/** Puts a word into a column and those after it behind it. */
function place({ words, comment }: Pick<Row, 'words' | 'comment'>, from: number, column: number): void {
  let next = column;
  for (const [i, cell] of [...words, ...(comment ? [comment] : [])].entries()) {
    if (i < from) continue;
    cell.column = i === from ? column : next + cell.spaces;
    next = endOf(cell);
  }
}

function endOf({ column, piece }: Cell): number {
  const lastBreak = Math.max(piece.image.lastIndexOf('\n'), piece.image.lastIndexOf('\r'));
  return lastBreak < 0 ? column + piece.image.length : piece.image.length - lastBreak - 1;
}

function alignWord(rows: readonly Row[], word: number, neighbours: (row: number) => boolean): void {
  let run: Row[] = [];
  for (const [i, row] of rows.entries()) {
    const [cell, above] = [row.words[word], run.at(-1)];
    const fits = row.alignable && cell !== undefined;
    const goesOn = fits && above !== undefined && neighbours(i) && isBelow(row, above, word);
    if (!goesOn) {
      alignRun(run, word);
      run = [];
    }
    if (fits) run.push(row);
  }
  alignRun(run, word);
}

function isBelow(row: Row, above: Row, word: number): boolean {
  const [cell, upper] = [row.words[word]?.piece, above.words[word]?.piece];
  if (!cell || !upper || row.indent !== above.indent) return false;
  return cell.column === upper.column && cell.line !== upper.line;
}

function alignRun(run: readonly Row[], word: number): void {
  if (run.length < 2 || !run.some((row) => isSpread(row, word))) return;
  const column = run.reduce((most, row) => Math.max(most, row.words[word]?.column ?? 0), 0);
  const moved = run.filter((row) => (row.words[word]?.column ?? 0) < column);
  const tooLong = moved.some((row) => {
    const last = row.words.at(-1);
    return (last ? endOf(last) : 0) + column - (row.words[word]?.column ?? 0) > MAX_COLUMNS;
  });
  if (tooLong) return;
  for (const row of moved) place(row, word, column);
}

/** Whether more spaces stand before the word than are due. */
function isSpread({ words }: Row, word: number): boolean {
  const [before, cell] = [words[word - 1], words[word]];
  return before !== undefined && cell !== undefined && cell.piece.column > before.piece.column + before.piece.image.length + cell.spaces;
}

function alignComments(rows: readonly Row[], neighbours: (row: number) => boolean): void {
  let group: Cell[] = [];
  let [least, most] = [Infinity, 0];
  const flush = () => {
    for (const comment of group) comment.column = most;
    group = [];
    [least, most] = [Infinity, 0];
  };
  for (const [i, { comment }] of rows.entries()) {
    const reach = comment ? Math.max(most, comment.column) - Math.min(least, comment.column) : Infinity;
    if (!neighbours(i) || reach > FARTHEST_COMMENT) flush();
    if (!comment) continue;
    group.push(comment);
    [least, most] = [Math.min(least, comment.column), Math.max(most, comment.column)];
  }
  flush();
}
