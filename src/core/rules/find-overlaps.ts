import { type IpAddress, type Prefix, compareAddress, lastAddress } from '#core/net';

/** Something that covers the addresses from `first` to `last`. */
export interface Covered<T> {
  readonly item: T;
  readonly first: IpAddress;
  readonly last: IpAddress;
}

/** Two items that share an address. */
export interface Overlap<T> {
  readonly item: T;
  /** The one that starts no later. */
  readonly other: T;
}

/** What a prefix covers. */
export function coveredBy<T>(item: T, prefix: Prefix): Covered<T> {
  return { item, first: prefix.address, last: lastAddress(prefix) };
}

/** Every item that overlaps one that starts no later, once, with the one that reaches furthest: a sorted sweep, n log n. */
export function findOverlaps<T>(items: readonly Covered<T>[]): readonly Overlap<T>[] {
  const sorted = [...items].sort((a, b) => compareAddress(a.first, b.first));
  const overlaps: Overlap<T>[] = [];
  let furthest: Covered<T> | undefined;
  for (const current of sorted) {
    if (furthest && compareAddress(current.first, furthest.last) <= 0) overlaps.push({ item: current.item, other: furthest.item });
    if (!furthest || compareAddress(current.last, furthest.last) > 0) furthest = current;
  }
  return overlaps;
}
