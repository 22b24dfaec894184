/** One who needs a number of its own: `pin` is the number written, `locked` the one the lock file has, where there is one. */
export interface NumberRequest<K> {
  readonly key: K;
  readonly pin: number | undefined;
  readonly locked?: number | undefined;
}

/** The numbers that may be given, both ends included. */
export interface NumberSpace {
  /** Pins are honoured in here. */
  readonly pins: { readonly first: number; readonly last: number };
  /** Derived numbers come from here, lowest first. */
  readonly free: { readonly first: number; readonly last: number };
}

/**
 * Gives each request a number of its own, the same for the same requests: first the pins, in the order given (of two equal ones the first
 * keeps it), then the locked ones likewise, then the lowest free number to each of the others in turn. Who finds no number left is missing from the result.
 */
export function assignNumbers<K>(requests: readonly NumberRequest<K>[], space: NumberSpace): Map<K, number> {
  const taken = new Set<number>();
  const pinned = new Map<K, number>();
  const take = (key: K, number: number | undefined) => {
    if (number === undefined || pinned.has(key) || taken.has(number) || number < space.pins.first || number > space.pins.last) return;
    pinned.set(key, number);
    taken.add(number);
  };
  for (const { key, pin } of requests) take(key, pin);
  for (const { key, locked } of requests) take(key, locked);
  const assigned = new Map<K, number>();
  let next = space.free.first;
  for (const { key } of requests) {
    const pin = pinned.get(key);
    if (pin !== undefined) {
      assigned.set(key, pin);
      continue;
    }
    while (taken.has(next)) next += 1;
    if (next > space.free.last) continue;
    assigned.set(key, next);
    next += 1;
  }
  return assigned;
}
