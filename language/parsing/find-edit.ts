/** What has become of a text: all before `start` and after `end` is as it was, and what is between is longer by `grown`. */
export interface Edit {
  readonly start: number;
  /** In the text as it was. */
  readonly end: number;
  readonly grown: number;
}

/** The smallest edit that makes one text of another. */
export function findEdit(before: string, after: string): Edit {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start += 1;
  let same = 0;
  while (same < shorter - start && before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)) same += 1;
  return { start, end: before.length - same, grown: after.length - before.length };
}

/** The line breaks of a part of a text, as the lexer counts lines: `\r\n`, `\n` and `\r` are one each. */
export function countLineBreaks(text: string, start: number, end: number): number {
  let count = 0;
  for (let i = start; i < end; i++) {
    const code = text.charCodeAt(i);
    if (code === 10 || (code === 13 && text.charCodeAt(i + 1) !== 10)) count += 1;
  }
  return count;
}
