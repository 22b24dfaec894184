/** Orders text by code unit, the same on every machine and in every locale. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** Orders numbers and bigints, smallest first. */
export function compareNumber<T extends number | bigint>(a: T, b: T): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

type Key = string | number | bigint;

/** A sorted copy: by the first key, then the second, and so on. Keys at one position must be of one type. */
export function sortedBy<T>(items: Iterable<T>, ...keys: ((item: T) => Key)[]): T[] {
  return [...items].sort((a, b) => {
    for (const key of keys) {
      const x = key(a);
      const y = key(b);
      if (x < y) return -1;
      if (x > y) return 1;
    }
    return 0;
  });
}
