import type { Finding } from '#core/diagnostics';

/** A finding expected or found under a line: from 0, `end` exclusive, cut at the end of the line. */
interface Mark {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly code: string;
  /** Part of the message, may be empty. */
  readonly message: string;
}

/** A text with its marks taken out. */
export interface MarkedText {
  readonly text: string;
  /** Offsets of `<|>`, in order. */
  readonly cursors: readonly number[];
  /** Offsets of `<|…|>`, in order. */
  readonly ranges: readonly { readonly start: number; readonly end: number }[];
  readonly marks: readonly Mark[];
}

const MARK = /^(\s*(?:\/\/)?\s*)(\^+) (OST\d{4})(?: (.*))?$/;

/** Takes `<|>` cursors, `<|…|>` ranges and `^^^ CODE message` lines out of a text. */
export function readMarkedText(marked: string): MarkedText {
  const lines: string[] = [];
  const marks: Mark[] = [];
  for (const line of marked.split('\n')) {
    const match = MARK.exec(line);
    if (!match) {
      lines.push(line);
      continue;
    }
    const start = match[1]?.length ?? 0;
    marks.push({ line: lines.length - 1, start, end: start + (match[2]?.length ?? 0), code: match[3] ?? '', message: match[4] ?? '' });
  }
  return { ...readCursors(lines.join('\n')), marks };
}

function readCursors(text: string): Pick<MarkedText, 'text' | 'cursors' | 'ranges'> {
  const cursors: number[] = [];
  const ranges: { start: number; end: number }[] = [];
  let plain = '';
  let open: number | undefined;
  for (const part of text.split(/(<\|>|<\||\|>)/)) {
    if (part === '<|>') cursors.push(plain.length);
    else if (part === '<|') open = plain.length;
    else if (part === '|>' && open !== undefined) {
      ranges.push({ start: open, end: plain.length });
      open = undefined;
    } else plain += part;
  }
  return { text: plain, cursors, ranges };
}

/**
 * The text with a `^^^ CODE message` line under every finding, to compare with the marked text as a whole: where the marked text gives no
 * message or part of one that fits, that part is printed.
 */
export function markFindings({ text, marks }: MarkedText, findings: readonly Finding[]): string {
  const found = findings.map((finding) => asMark(finding, text, marks));
  return text
    .split('\n')
    .flatMap((line, i) => [line, ...found.filter((mark) => mark.line === i).map(printMark)])
    .join('\n');
}

function asMark({ code, message, place }: Finding, text: string, expected: readonly Mark[]): Mark {
  const { line, character: start } = place.start;
  const lineEnd = (text.split('\n')[line] ?? '').replace(/\r$/, '').length;
  const end = Math.max(start + 1, place.end.line === line ? place.end.character : lineEnd);
  const same = expected.find((mark) => mark.line === line && mark.start === start && mark.code === code && message.includes(mark.message));
  return { line, start, end, code, message: same ? same.message : message };
}

function printMark({ start, end, code, message }: Mark): string {
  return `${' '.repeat(start)}${'^'.repeat(end - start)} ${code}${message === '' ? '' : ` ${message}`}`;
}
