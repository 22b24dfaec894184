import type { LangiumDocument } from 'langium';
import type { SourcePlace } from '#core/base';
import type { Silence } from '#core/diagnostics';

const SILENCING = /^\/\/\s*ostopo:/;

/** What the editor writes where somebody is to say why; left as it is, it is no reason. */
export const REASON_TO_COME = '(say why)';

/** Whether a comment speaks to the checks: `// ostopo: …`. */
export function isSilencingComment(comment: string): boolean {
  return SILENCING.test(comment);
}

/** Quoted names and comments, as the grammar's terminals have them: what looks like a comment inside another or inside quotes is none. */
const QUOTES_AND_COMMENTS = /"[^"\n\r]*"?|\/\*(?:[^*]|\*+[^*/])*(?:\*+\/)?|\/\/[^\n\r]*/g;
const SPACE_AND_COMMENTS = /(?:\s+|\/\*(?:[^*]|\*+[^*/])*(?:\*+\/)?|\/\/[^\n\r]*)*/y;

/** The comments of a document that silence findings: behind something for that line, on lines of their own for the next. */
export function readSilences(document: LangiumDocument): readonly Silence[] {
  const text = document.textDocument.getText();
  if (!text.includes('ostopo:')) return [];
  return [...text.matchAll(QUOTES_AND_COMMENTS)].flatMap(({ 0: comment, index }) =>
    isSilencingComment(comment) ? [readSilence(document, text, comment.trimEnd(), index)] : [],
  );
}

function readSilence({ textDocument, uri }: LangiumDocument, text: string, comment: string, start: number): Silence {
  const place = (from: number, to: number): SourcePlace => ({
    uri: uri.toString(),
    start: textDocument.positionAt(start + from),
    end: textDocument.positionAt(start + to),
  });
  const match = /^(\/\/\s*ostopo:\s*allow\s+)([A-Za-z0-9]+(?:\s*,\s*[A-Za-z0-9]+)*)(?:\s+because\s+(\S.*))?$/.exec(comment);
  const [, before = '', list = '', reason] = match ?? [];
  const codes = [...list.matchAll(/[A-Za-z0-9]+/g)].map(({ 0: code, index }) => {
    const from = before.length + index;
    return { text: code, place: place(from, from + code.length) };
  });
  return {
    codes,
    reason: reason === REASON_TO_COME ? undefined : reason,
    place: place(0, comment.length),
    line: textDocument.positionAt(coveredOffset(text, start)).line,
  };
}

/** Where on the line it speaks of something stands. */
function coveredOffset(text: string, start: number): number {
  const lineStart = Math.max(text.lastIndexOf('\n', start - 1), text.lastIndexOf('\r', start - 1)) + 1;
  if (skipSpace(text, lineStart) < start) return start;
  return skipSpace(text, start);
}

/** The next offset that is neither white space nor part of a comment. */
function skipSpace(text: string, from: number): number {
  const pattern = new RegExp(SPACE_AND_COMMENTS);
  pattern.lastIndex = from;
  return from + (pattern.exec(text)?.[0].length ?? 0);
}
