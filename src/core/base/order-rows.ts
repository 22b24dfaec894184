/** A column of a table: for each row a number from 0 to below `size`. */
export interface Column {
  readonly values: Int32Array;
  readonly size: number;
}

/** The order of a table's rows by its columns, the first one counting most; equal rows stay in their order. Its cost is linear in rows and columns. */
export function orderRows(rows: number, columns: readonly Column[]): Int32Array {
  return columns.reduceRight(
    orderByColumn,
    Int32Array.from({ length: rows }, (_, row) => row),
  );
}

function orderByColumn(order: Int32Array, { values, size }: Column): Int32Array {
  const next = new Int32Array(size + 1); // where the next row with a value goes
  for (const value of values) next[value + 1] = (next[value + 1] ?? 0) + 1;
  for (let value = 1; value < size; value++) next[value] = (next[value] ?? 0) + (next[value - 1] ?? 0);
  const sorted = new Int32Array(order.length);
  for (const row of order) {
    const value = values[row] ?? 0;
    const place = next[value] ?? 0;
    sorted[place] = row;
    next[value] = place + 1;
  }
  return sorted;
}
