/** Random choices that one seed repeats (mulberry32). */
export interface RandomSource {
  /** A number from 0 to `limit` - 1. */
  readonly below: (limit: number) => number;
  readonly pick: <T>(items: readonly T[]) => T;
  /** True in `share` of all cases. */
  readonly chance: (share: number) => boolean;
}

/** Starts a row of random choices. */
export function createRandomSource(seed: number): RandomSource {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    below: (limit) => Math.floor(next() * limit),
    pick: (items) => {
      if (items.length === 0) throw new Error('expected something to pick from');
      return items[Math.floor(next() * items.length)] as (typeof items)[number]; // the index is within
    },
    chance: (share) => next() < share,
  };
}
