import { expect, test } from 'vitest';
import { fromBytes, toBytes } from '#core/packet';

test('numbers are written in network order, whatever their width', () => {
  expect(toBytes(0x0102, 2)).toEqual([1, 2]);
  expect(toBytes(0xfa163e000005n, 6)).toEqual([0xfa, 0x16, 0x3e, 0, 0, 5]);
  expect(toBytes(0x20010db8000000000000000000000001n, 16)).toEqual([0x20, 1, 0x0d, 0xb8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
  expect(toBytes(5, 0)).toEqual([]);
});

test('what does not fit is cut at the front', () => {
  expect(toBytes(0x010203, 2)).toEqual([2, 3]);
  expect(toBytes(0xff00000000000001n, 7)).toEqual([0, 0, 0, 0, 0, 0, 1]);
});

test('bytes are read as they were written, for every width', () => {
  for (let count = 1; count <= 20; count++) {
    const value = BigInt.asUintN(8 * count, 0x0123456789abcdeffedcba98765432100f1e2d3cn);
    expect(fromBytes(Uint8Array.from(toBytes(value, count)), 0, count)).toBe(value);
  }
});
