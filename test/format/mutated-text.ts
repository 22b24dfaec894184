import { readFileSync, readdirSync } from 'node:fs';
import fc from 'fast-check';

/** The texts of `examples/` and the examples of the language's page. */
export const EXAMPLES: readonly string[] = [
  ...readdirSync('examples')
    .filter((name) => name.endsWith('.ostopo'))
    .map((name) => readFileSync(`examples/${name}`, 'utf8')),
  readFileSync('examples/broken/half-typed.ostopo', 'utf8'),
  ...[...readFileSync('docs/language.md', 'utf8').matchAll(/```ostopo\n([\s\S]*?)```/g)].map((match) => match[1] ?? ''),
];

/** What is put into a text: white space and comments wherever they fall, and now and then a word that does not belong there. */
const INSERTIONS = [
  ' ',
  '  \t',
  '\n',
  '\n\n\n',
  '\r\n',
  ' // note\n',
  '\n// own line\n',
  ' /* aside */ ',
  '/* two\n   lines */',
  '\u00a0',
  '\ufeff',
];
const DISTURBANCES = ['{', '}', '"', ',', '..', ' vm ', ' network\n', ' on\n', 'x', '/', '[', '\u0000', '/*', ' frobnicate this\nthat '];

/** An example with things put in between its words; with `disturbed`, also with words put in, cut out and doubled. */
export function mutatedExample({ disturbed }: { readonly disturbed: boolean }): fc.Arbitrary<string> {
  const place = fc.double({ min: 0, max: 1, noNaN: true });
  const mild = fc.tuple(place, fc.constantFrom(...INSERTIONS)).map(
    ([at, insertion]) =>
      (text: string) =>
        insertBetweenWords(text, at, insertion),
  );
  const rough = fc.oneof(
    fc.tuple(place, fc.constantFrom(...DISTURBANCES)).map(
      ([at, insertion]) =>
        (text: string) =>
          insert(text, at, insertion),
    ),
    fc.tuple(place, fc.nat(30)).map(
      ([at, length]) =>
        (text: string) =>
          text.slice(0, at * text.length) + text.slice(at * text.length + length),
    ),
    place.map((at) => (text: string) => text.slice(0, at * text.length)),
  );
  return fc
    .tuple(fc.constantFrom(...EXAMPLES), fc.array(disturbed ? fc.oneof(mild, rough) : mild, { maxLength: 12 }))
    .map(([text, changes]) => changes.reduce((changed, change) => change(changed), text));
}

function insert(text: string, at: number, insertion: string): string {
  const offset = Math.floor(at * text.length);
  return text.slice(0, offset) + insertion + text.slice(offset);
}

/** At white space outside comments and quotes. */
function insertBetweenWords(text: string, at: number, insertion: string): string {
  const places = [...text.matchAll(/"[^"\n\r]*"?|\/\*[\s\S]*?\*\/|\/\/[^\n\r]*|(\s)/g)].flatMap((match) =>
    match[1] === undefined ? [] : match.index,
  );
  const offset = places[Math.floor(at * (places.length - 1))] ?? 0;
  return text.slice(0, offset) + insertion + text.slice(offset);
}
