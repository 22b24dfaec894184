/** Groups items by a key, keeping the order in which keys and items first appear. */
export function groupBy<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) addTo(groups, key(item), item);
  return groups;
}

/** The same where an item is in several groups, or in none. */
export function groupByEach<T, K>(items: Iterable<T>, keys: (item: T) => Iterable<K>): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) for (const key of keys(item)) addTo(groups, key, item);
  return groups;
}

function addTo<T, K>(groups: Map<K, T[]>, key: K, item: T): void {
  const group = groups.get(key);
  if (group) group.push(item);
  else groups.set(key, [item]);
}

/** Maps each item's key to the item; a later item with the same key is ignored. */
export function indexBy<T, K>(items: Iterable<T>, key: (item: T) => K): Map<K, T> {
  const index = new Map<K, T>();
  for (const item of items) {
    const k = key(item);
    if (!index.has(k)) index.set(k, item);
  }
  return index;
}

/** Drops `undefined` from a list. */
export function compact<T>(items: Iterable<T | undefined>): T[] {
  const kept: T[] = [];
  for (const item of items) if (item !== undefined) kept.push(item);
  return kept;
}
