import { type LangiumCoreServices, type LangiumDocument, URI } from 'langium';
import { type OstopoCoreServices, createOstopoCoreServices } from '../ostopo-module.ts';
import { alignColumns } from './align-columns.ts';
import { type Gap, layOutGaps } from './lay-out-lines.ts';
import type { Piece } from './piece.ts';
import { countBreaks, readPieces } from './read-pieces.ts';
import { readStructure } from './read-structure.ts';
import { splitLongLines } from './split-long-lines.ts';

/** White space to replace, by offsets in the text. */
export interface FormatEdit {
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** What the formatter needs of the language's services. */
export interface FormatServices {
  readonly parser: Pick<LangiumCoreServices['parser'], 'Lexer'>;
}

/**
 * The edits that bring a parsed document into the house style (docs/language.md, "Layout"). Only white space changes, and never what the text
 * means: a text of which that cannot be said is left as it is. Items of a file that cannot be read are left as they are.
 */
export function formatEdits(document: LangiumDocument, { parser }: FormatServices): FormatEdit[] {
  const text = document.textDocument.getText();
  const structure = readStructure(document);
  const before = parser.Lexer.tokenize(text);
  const pieces = readPieces(text, before, structure);
  const edits = editsOf(text, pieces);
  if (edits.length === 0) return [];
  const formatted = applyEdits(text, edits);
  const after = parser.Lexer.tokenize(formatted);
  const unchanged = before.errors.length === after.errors.length && sameWords(pieces, readPieces(formatted, after, structure));
  return unchanged ? edits : [];
}

/** The edits among these that touch the lines from `first` to `last`, counted from 0. */
export function editsInLines(document: LangiumDocument, edits: readonly FormatEdit[], first: number, last: number): FormatEdit[] {
  const { textDocument } = document;
  return edits.filter(({ start, end }) => textDocument.positionAt(end).line >= first && textDocument.positionAt(start).line <= last);
}

/** A text in the house style. Callers that format many make a reader's services once. */
export function formatText(text: string, services: OstopoCoreServices = createOstopoCoreServices()): string {
  const document = services.shared.workspace.LangiumDocumentFactory.fromString(text, URI.parse('inmemory:/format.ostopo'));
  return applyEdits(text, formatEdits(document, services.Ostopo));
}

/** The text with the edits made; they stand in the order of the text. */
export function applyEdits(text: string, edits: readonly FormatEdit[]): string {
  const parts: string[] = [];
  let at = 0;
  for (const { start, end, newText } of edits) {
    parts.push(text.slice(at, start), newText);
    at = end;
  }
  return [...parts, text.slice(at)].join('');
}

function editsOf(text: string, pieces: readonly Piece[]): FormatEdit[] {
  const gaps = layOutGaps(text, pieces);
  const lineBreak = lineBreakOf(text, pieces, gaps);
  const lines = splitLongLines(pieces, gaps);
  const spaces = alignColumns(pieces, gaps, lines);
  const firsts = new Set(lines.map((line) => line.first));
  const edits = pieces.flatMap((piece, i): FormatEdit[] => {
    const gap = gaps[i];
    if (!gap || gap.verbatim) return [];
    const newText = whiteSpace({ gap, piece, isFirst: i === 0, startsLine: firsts.has(i), spaces: spaces[i] ?? 0, lineBreak });
    return newText === gap.source ? [] : [{ start: piece.start - gap.source.length, end: piece.start, newText }];
  });
  return [...edits, ...endOfText(text, pieces.at(-1), lineBreak)];
}

/** The line break of the parts that stay as they are, so that formatting twice gives the same; else the first. */
function lineBreakOf(text: string, pieces: readonly Piece[], gaps: readonly Gap[]): string {
  const lasting = pieces.map(({ image }, i) => (gaps[i]?.verbatim ? gaps[i].source : '') + image);
  return firstLineBreak(lasting.join(' ')) ?? firstLineBreak(text) ?? '\n';
}

function firstLineBreak(text: string): string | undefined {
  return /\r\n|\r|\n/.exec(text)?.[0];
}

interface Spacing {
  readonly gap: Gap;
  readonly piece: Piece;
  readonly isFirst: boolean;
  readonly startsLine: boolean;
  readonly spaces: number;
  readonly lineBreak: string;
}

function whiteSpace({ gap, piece, isFirst, startsLine, spaces, lineBreak }: Spacing): string {
  const indent = piece.sound || !startsLine ? ' '.repeat(spaces) : lastLineOf(gap.source);
  if (isFirst) return gap.source.startsWith('\ufeff') ? `\ufeff${indent.replace('\ufeff', '')}` : indent;
  return startsLine ? lineBreak.repeat(gap.breaks) + indent : indent;
}

function lastLineOf(source: string): string {
  return source.slice(Math.max(source.lastIndexOf('\n'), source.lastIndexOf('\r')) + 1);
}

/** One line break at the end of a text that says something. */
function endOfText(text: string, last: Piece | undefined, lineBreak: string): FormatEdit[] {
  const rest = text.slice(last?.end ?? 0);
  const newText = last ? lineBreak : '';
  return rest.trim() !== '' || rest === newText || (last === undefined && countBreaks(rest) === 0)
    ? []
    : [{ start: text.length - rest.length, end: text.length, newText }];
}

function sameWords(before: readonly Piece[], after: readonly Piece[]): boolean {
  return before.length === after.length && before.every(({ image, type }, i) => after[i]?.image === image && after[i].type === type);
}
