import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';
import { type Random, createRandom, exampleTexts, tokenSoup, withRandomEdit, withWordReplaced } from '#test/random-text';
import { arbitraryText } from '../print/arbitrary-text.ts';

/** Makes the text of a case: the same for the same seed and number. */
export type FuzzTexts = (index: number) => string;

/** What is mutated: the examples, those of the documentation (every finding has a wrong and a right one), and texts that use all of the language in any mixture. */
export function createFuzzTexts(seed: number): FuzzTexts {
  const mixtures = fc.sample(arbitraryText, { seed, numRuns: MIXTURES });
  const corpus = [...exampleTexts(), ...documentedTexts(), ...mixtures] as [string, ...string[]]; // there are examples
  return (index) => {
    const random = createRandom(seed * 1_000_003 + index);
    return withSmallRepetitions(random.pick(FINISHES)(random.pick(KINDS)(random, corpus), random));
  };
}

/** They are long. */
const MIXTURES = 12;

type Corpus = readonly [string, ...string[]];
type Kind = (random: Random, corpus: Corpus) => string;

/** Those that come often stand several times. */
const KINDS: readonly [Kind, ...Kind[]] = [
  (random) => tokenSoup(random, 120),
  (random) => framed(random, tokenSoup(random, 40)),
  (random, corpus) => random.pick(corpus).slice(0, random.below(2500)),
  spliced,
  withDoubledLines,
  (random) => characters(random),
  mutated,
  mutated,
  mutated,
  misnamed,
  misnamed,
];

/** A cloud of thousands of VMs on one line is sound and takes its time (`special-inputs.test.ts` has some); what is beyond the limit stays. */
function withSmallRepetitions(text: string): string {
  return text.replaceAll(/(\.\.\d\d)\d{1,4}\]/g, '$1]');
}

type Finish = (text: string, random: Random) => string;

const same: Finish = (text) => text;

/** As other editors and systems save it; most often as it is. */
const FINISHES: readonly [Finish, ...Finish[]] = [
  same,
  ...Array<Finish>(11).fill(same),
  (text) => text.replaceAll('\n', '\r\n'),
  (text) => text.replaceAll('\n', '\r'),
  (text) => `\ufeff${text}`,
  (text, random) => text.replaceAll(/[a-z]+-[0-9]/g, (name) => (random.below(3) === 0 ? random.pick(ODD_NAMES) : name)),
];

const ODD_NAMES = ['ж-1', '网络', 'é', 'a'.repeat(300), '__proto__', 'constructor', 'a.b', '-', '1', 'A', 'x-[1..2]', '"q"'] as const;

/** The `ostopo` blocks of the documentation. */
export function documentedTexts(): readonly string[] {
  const pages = ['docs/language.md', ...readdirSync('docs/findings').map((name) => `docs/findings/${name}`)];
  return pages.sort().flatMap((page) => [...readFileSync(page, 'utf8').matchAll(/```ostopo\n([\s\S]*?)```/g)].map(([, text = '']) => text));
}

const FRAMES = [
  'fabric f { @ }',
  'host h { @ }',
  'tenant t { @ }',
  'tenant t { network n { @ } }',
  'tenant t { vm v on h { @ } }',
] as const;

function framed(random: Random, inner: string): string {
  return `host h { roles compute, network  tunnel-ip 10.9.0.1 }\n${random.pick(FRAMES).replace('@', () => inner)}\n`;
}

function mutated(random: Random, corpus: Corpus): string {
  return repeated(random, 1 + random.below(8), random.pick(corpus), withRandomEdit);
}

/** Sound syntax for the most part: what is named, numbered or addressed is another thing. */
function misnamed(random: Random, corpus: Corpus): string {
  return repeated(random, 1 + random.below(6), random.pick(corpus), withWordReplaced);
}

function spliced(random: Random, corpus: Corpus): string {
  const [head, tail] = [random.pick(corpus), random.pick(corpus)];
  return head.slice(0, random.below(head.length)) + tail.slice(random.below(tail.length));
}

function withDoubledLines(random: Random, corpus: Corpus): string {
  const lines = random.pick(corpus).split('\n');
  const start = random.below(lines.length);
  const some = lines.slice(start, start + 1 + random.below(12));
  const at = random.below(lines.length);
  return [...lines.slice(0, at), ...repeated(random, 1 + random.below(4), some, (list) => [...list, ...some]), ...lines.slice(at)].join(
    '\n',
  );
}

/** Any code units at all, halves of surrogate pairs and control characters among them. */
function characters(random: Random): string {
  const limit = random.pick([0x20, 0x80, 0x100, 0x3000, 0x10000]);
  return String.fromCharCode(...Array.from({ length: random.below(200) }, () => random.below(limit)));
}

function repeated<T>(random: Random, times: number, start: T, change: (value: T, random: Random) => T): T {
  let value = start;
  for (let i = 0; i < times; i++) value = change(value, random);
  return value;
}
