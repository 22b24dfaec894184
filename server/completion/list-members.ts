import { expandWord } from '#language';

/** The comma-separated list that a word stands in. */
export interface ListAround {
  /** What is in it already, the word itself left out; `hv-[1..4]` counts as what it stands for. */
  readonly members: ReadonlySet<string>;
  /** Where its first member begins. */
  readonly start: number;
}

/** Whole members before the word: a statement stands on one line. */
const BEFORE = /(?:[^\s,{}]+[ \t]*,[ \t]*)+$/;
const AFTER = /^[^\s,{}]*((?:[ \t]*,[ \t]*[^\s,{}]+)*)/;

/** Reads the list around a word that begins at `start` and is written up to `offset`; one that stands alone is a list without other members. */
export function listAround(text: string, start: number, offset: number): ListAround {
  const lineStart = text.lastIndexOf('\n', start - 1) + 1;
  const lineEnd = text.indexOf('\n', offset);
  const before = BEFORE.exec(text.slice(lineStart, start))?.[0] ?? '';
  const after = AFTER.exec(text.slice(offset, lineEnd < 0 ? undefined : lineEnd))?.[1] ?? '';
  const written = `${before},${after}`.split(',').map((member) => member.trim());
  return { members: new Set(written.filter((member) => member !== '').flatMap(expandMember)), start: start - before.length };
}

function expandMember(member: string): readonly string[] {
  const expanded = expandWord(member);
  return expanded.kind === 'ok' ? expanded.value : [member];
}
