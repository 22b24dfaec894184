import type { AstNode } from 'langium';
import type { ElementId, SourcePlace } from '#core/base';
import { nearestName } from '../names/nearest-name.ts';
import { type Turns, countWords, expandWord, isPattern, nthWord, wordInTurn } from '../names/name-pattern.ts';
import type { Lowering } from './lowering.ts';
import type { ValueKind } from './read-value.ts';

/** A word as it counts in this pass through its block, and where it stands. */
export interface PlacedWord {
  readonly text: string;
  readonly place: SourcePlace;
}

/** Reads one word as a value; a malformed one is reported (OST1002) and is `undefined`. */
export function readWord<T>(lowering: Lowering, word: PlacedWord, what: string, kind: ValueKind<T>, element?: ElementId): T | undefined {
  const value = kind.read(word.text);
  if (value !== undefined) return value;
  const nearest = nearestName(word.text, kind.choices);
  const hint = nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
  lowering.report('OST1002', word.place, `\`${word.text}\` cannot be ${what}: expected ${kind.wanted}${hint}`, {
    ...(element === undefined ? {} : { element }),
    data: { found: word.text, ...(nearest === undefined ? {} : { nearest }) },
  });
  return undefined;
}

/** A single word of a node, as it counts in this pass; `undefined` when error recovery left it out or its range does not fit (reported). */
export function wordOf(
  lowering: Lowering,
  node: AstNode,
  property: string,
  text: string | undefined,
  turns: Turns,
): PlacedWord | undefined {
  return text === undefined || text === ''
    ? undefined
    : turnWord(lowering, { text, place: lowering.places.ofProperty(node, property) }, turns);
}

/** Several words of a node, as they count in this pass. */
export function wordsOf(lowering: Lowering, node: AstNode, property: string, texts: readonly string[], turns: Turns): PlacedWord[] {
  return texts.flatMap((text, i) =>
    text === '' ? [] : (turnWord(lowering, { text, place: lowering.places.ofProperty(node, property, i) }, turns) ?? []),
  );
}

/** The word this pass has: of a list the pass's own in turn, of a word with `[a..b]` its value. */
export function oneWord(lowering: Lowering, words: readonly PlacedWord[], key: string, turns: Turns): PlacedWord | undefined {
  const [first, second] = words;
  if (first === undefined) return undefined;
  if (second === undefined) return turnWord(lowering, first, turns);
  const turn = turns.at(-1);
  if (turn === undefined) {
    lowering.report(
      'OST1009',
      second.place,
      `\`${key}\` takes one value here: a list is dealt out in turn over a block with \`[a..b]\` in its name`,
    );
    return first;
  }
  return dealt(lowering, words, turn.index);
}

/** The n-th of the words a list stands for, which begins anew when it is used up; counted, not written out: a long list is dealt thousands of times. */
function dealt(lowering: Lowering, words: readonly PlacedWord[], n: number): PlacedWord | undefined {
  const counts = words.map((word) => countWords(word.text));
  for (const [i, word] of words.entries()) if (counts[i] === 0) spread(lowering, word); // says why
  let left =
    n %
    Math.max(
      1,
      counts.reduce((sum, count) => sum + count, 0),
    );
  for (const [i, word] of words.entries()) {
    const count = counts[i] ?? 0;
    if (left < count) return { text: nthWord(word.text, left), place: word.place };
    left -= count;
  }
  return undefined;
}

/** Every word a list stands for: each word with brackets written out. */
export function spread(lowering: Lowering, word: PlacedWord): PlacedWord[] {
  const expanded = expandWord(word.text);
  if (expanded.kind === 'ok') return expanded.value.map((text) => ({ text, place: word.place }));
  lowering.report('OST1009', word.place, expanded.message);
  return [];
}

/** The word as it counts in this pass: brackets replaced by the pass's value; what does not go with its block is reported. */
export function turnWord(lowering: Lowering, word: PlacedWord, turns: Turns): PlacedWord | undefined {
  if (!isPattern(word.text)) return word;
  const turned = wordInTurn(word.text, turns);
  if (turned.kind === 'ok') return { text: turned.value, place: word.place };
  lowering.report('OST1009', word.place, turned.message);
  return undefined;
}
