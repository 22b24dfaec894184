/** An item whose key an earlier one already has. */
export interface Repeat<T> {
  readonly first: T;
  readonly repeat: T;
}

/** Every item whose key was seen before, with the first that had it. Items without key (`undefined`) never repeat. */
export function findRepeats<T>(items: Iterable<T>, key: (item: T) => string | number | bigint | undefined): readonly Repeat<T>[] {
  const firsts = new Map<string | number | bigint, T>();
  const repeats: Repeat<T>[] = [];
  for (const item of items) {
    const k = key(item);
    if (k === undefined) continue;
    const first = firsts.get(k);
    if (first === undefined) firsts.set(k, item);
    else repeats.push({ first, repeat: item });
  }
  return repeats;
}
