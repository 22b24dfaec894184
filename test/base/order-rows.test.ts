import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { orderRows } from '#core/base';

const SIZE = 5;
const row = fc.tuple(fc.nat(SIZE - 1), fc.nat(SIZE - 1), fc.nat(SIZE - 1));

describe('orderRows', () => {
  it('puts rows into the order of their first column, then the second and so on, equal ones as they stood', () => {
    fc.assert(
      fc.property(fc.array(row), (rows) => {
        const columns = [0, 1, 2].map((i) => ({ values: Int32Array.from(rows, (values) => values[i] ?? 0), size: SIZE }));
        const text = (at: number) => String(rows[at]);
        const expected = rows.map((_, i) => i).sort((a, b) => (text(a) < text(b) ? -1 : text(a) > text(b) ? 1 : a - b));
        expect([...orderRows(rows.length, columns)]).toEqual(expected);
      }),
    );
  });
});
