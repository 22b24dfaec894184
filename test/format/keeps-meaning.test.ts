import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createOstopoCoreServices, createOstopoReader, formatText } from '#language';
import { EXAMPLES, mutatedExample } from './mutated-text.ts';
import { withoutPlaces } from '../language/read.ts';

const services = createOstopoCoreServices();
const reader = createOstopoReader();
const format = (text: string) => formatText(text, services);

const withoutSpace = (text: string) => text.replaceAll(/\s+/g, '');

/** What the text says, and what is wrong with it, wherever it stands. */
function meaningOf(text: string): unknown {
  const { topology, findings } = reader.read(text);
  return [
    withoutPlaces(topology),
    findings
      .filter(({ code }) => code !== 'OST1001' && code !== 'OST1003')
      .map(({ code, message }) => `${code} ${message}`)
      .sort(),
  ];
}

/** Each comment, and whether it stands on a line of its own or behind something. */
function commentsOf(text: string): readonly string[] {
  return [...text.matchAll(/"[^"\n\r]*"?|(\/\/[^\n\r]*|\/\*(?:[^*]|\*+[^*/])*(?:\*+\/)?)/g)].flatMap((match) => {
    if (match[1] === undefined) return [];
    const before =
      text
        .slice(0, match.index)
        .split(/[\n\r]/)
        .at(-1) ?? '';
    return `${before.trim() === '' ? 'own line' : 'behind'}: ${match[1].trimEnd()}`;
  });
}

function check(text: string): void {
  const formatted = format(text);
  expect(withoutSpace(formatted)).toBe(withoutSpace(text));
  expect(format(formatted)).toBe(formatted);
  expect(commentsOf(formatted)).toEqual(commentsOf(text));
  expect(meaningOf(formatted)).toEqual(meaningOf(text));
}

/** More of them with OSTOPO_FUZZ_RUNS. */
const RUNS = Number(process.env.OSTOPO_FUZZ_RUNS ?? 150);

describe('formatting changes white space only, never the meaning, and once is enough', { timeout: 60_000 + RUNS * 100 }, () => {
  it('of every example', () => {
    for (const example of EXAMPLES) check(example);
  });

  it('of every beginning of an example', () => {
    for (const example of EXAMPLES) {
      const lines = example.split('\n');
      for (let count = 0; count <= lines.length; count++) check(lines.slice(0, count).join('\n'));
    }
  });

  it('of examples with comments and white space in odd places', () => {
    fc.assert(fc.property(mutatedExample({ disturbed: false }), check), { numRuns: RUNS });
  });

  it('of examples with words put in and cut out', () => {
    fc.assert(fc.property(mutatedExample({ disturbed: true }), check), { numRuns: RUNS });
  });

  it('of any words in any order', () => {
    const words = fc.constantFrom(
      'host',
      'a',
      '{',
      '}',
      'network',
      'vm',
      'on',
      ',',
      '..',
      '"',
      '// c',
      '/* d */',
      'roles',
      'compute',
      '\n',
      '\n\n',
      '1',
      'expect',
      'reaches',
      'tenant',
    );
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 60 }).map((list) => list.join(' ')),
        check,
      ),
      { numRuns: 3 * RUNS },
    );
  });
});
