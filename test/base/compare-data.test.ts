import { expect, it } from 'vitest';
import { createComparison } from '#core/base';

const LONG = Array.from({ length: 20 }, (_, i) => ({ value: BigInt(i) }));

it.each([
  ['values', 1n, 1n],
  ['nothing', undefined, undefined],
  ['objects, whatever the order of their names', { a: 1, b: [2n] }, { b: [2n], a: 1 }],
  ['long lists', LONG, structuredClone(LONG)],
])('finds the same in %s', (_, a, b) => {
  expect(createComparison()(a, b)).toBe(true);
});

it.each([
  ['values of two types', 1, 1n],
  ['nothing and none', undefined, null],
  ['a name that is missing, and one without value', { a: 1 }, { a: 1, b: undefined }],
  ['names that differ', { a: undefined }, { b: undefined }],
  ['a list and an object', [], {}],
  ['a longer list', [1], [1, 2]],
  ['the end of long lists', LONG, [...LONG.slice(0, -1), { value: -1n }]],
  ['what is no plain data', new Set([1]), new Set([1])],
])('finds a difference in %s', (_, a, b) => {
  const same = createComparison();
  expect([same(a, b), same(b, a)]).toEqual([false, false]);
});

it('does not mistake a list for one that it compared before', () => {
  const same = createComparison();
  const other = [...LONG, 1];
  expect([same(LONG, other), same(LONG, [...LONG]), same(LONG, other), same([LONG], [other])]).toEqual([false, true, false, false]);
});
