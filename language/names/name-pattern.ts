/** One pass through a repeated block: the `[a..b]` of its name, and which of its values this pass has. */
export interface Turn {
  readonly pattern: string;
  readonly index: number;
  readonly count: number;
}

/** The passes of all the repeated blocks around a place, outermost first. */
export type Turns = readonly Turn[];

/** A word written out, or why it cannot be. */
export type Expanded<T> = { readonly kind: 'ok'; readonly value: T } | { readonly kind: 'error'; readonly message: string };

/** Most blocks one `[a..b]` may stand for: more is a slip of the finger, and would fill the memory. */
const MOST_REPETITIONS = 10_000;

const PATTERN = /^([^[\]]*)(\[(\d+)\.\.(\d+)\])([^[\]]*)$/;

/** Whether a word holds a bracket, so is written for several. */
export function isPattern(text: string): boolean {
  return text.includes('[') || text.includes(']');
}

/** `hv-[1..4]` → `hv-1` … `hv-4`; a word without brackets stands for itself. Leading zeros are kept: `hv-[01..10]`. */
export function expandWord(text: string): Expanded<readonly string[]> {
  if (!isPattern(text)) return { kind: 'ok', value: [text] };
  const read = readPattern(text);
  if (read.kind === 'error') return read;
  const { count, at } = read.value;
  return { kind: 'ok', value: Array.from({ length: count }, (_, i) => at(i)) };
}

/** How many words a word stands for; none for one that is malformed. */
export function countWords(text: string): number {
  if (!isPattern(text)) return 1;
  const read = readPattern(text);
  return read.kind === 'ok' ? read.value.count : 0;
}

/** The n-th of the words a word stands for, from 0; the word itself where there is no such. */
export function nthWord(text: string, index: number): string {
  const read = isPattern(text) ? readPattern(text) : undefined;
  return read?.kind === 'ok' && index < read.value.count ? read.value.at(index) : text;
}

/** A word with brackets, its values made one by one: a block repeated thousands of times asks for one of thousands each time. */
interface Pattern {
  readonly count: number;
  readonly at: (index: number) => string;
}

function readPattern(text: string): Expanded<Pattern> {
  const match = PATTERN.exec(text);
  const [first, last] = [Number(match?.[3]), Number(match?.[4])];
  if (!match || last < first) {
    return {
      kind: 'error',
      message: `\`${text}\` is not a range: write \`[FIRST..LAST]\` once, with FIRST not above LAST, such as \`hv-[1..4]\``,
    };
  }
  const count = last - first + 1;
  if (count > MOST_REPETITIONS)
    return {
      kind: 'error',
      message: `\`${text}\` stands for ${String(count)} values: at most ${String(MOST_REPETITIONS)} are allowed`,
    };
  const [before, after, width] = [match[1] ?? '', match[5] ?? '', match[3]?.length ?? 0];
  return { kind: 'ok', value: { count, at: (index) => `${before}${String(first + index).padStart(width, '0')}${after}` } };
}

/** The brackets of a word: `[1..4]` of `hv-[1..4]`. */
export function patternOf(text: string): string | undefined {
  return PATTERN.exec(text)?.[2];
}

/** What a word with brackets stands for in this pass: the same brackets as an enclosing block take its turn, others the turn of the innermost block of as many. */
export function wordInTurn(text: string, turns: Turns): Expanded<string> {
  if (!isPattern(text)) return { kind: 'ok', value: text };
  const read = readPattern(text);
  if (read.kind === 'error') return read;
  const { count, at } = read.value;
  const turn = turns.findLast((t) => t.pattern === patternOf(text)) ?? turns.findLast((t) => t.count === count);
  if (turn && turn.index < count) return { kind: 'ok', value: at(turn.index) };
  const innermost = turns.at(-1);
  const cure =
    innermost === undefined
      ? 'no block around it has a name with `[a..b]` that it could go with'
      : `its block is repeated ${String(innermost.count)} times`;
  return { kind: 'error', message: `\`${text}\` stands for ${String(count)} values, but ${cure}` };
}
