/** Bits of `ct_state` from the lowest on (ovs-fields(7)), and what they say of a packet; that it was tracked goes without saying. */
const FLAGS = [
  { flag: 'new', word: 'new' },
  { flag: 'est', word: 'established' },
  { flag: 'rel', word: 'related' },
  { flag: 'rpl', word: 'reply' },
  { flag: 'inv', word: 'invalid' },
  { flag: 'trk', word: undefined },
] as const;

/** The state as Open vSwitch prints it: `est|rpl|trk`. */
export function printConntrackState(state: bigint): string {
  return flagsOf(state)
    .map(({ flag }) => flag)
    .join('|');
}

/** The state for people: `established, reply`. */
export function describeConntrackState(state: bigint): string {
  return flagsOf(state)
    .flatMap(({ word }) => word ?? [])
    .join(', ');
}

function flagsOf(state: bigint) {
  return FLAGS.filter((_, bit) => ((state >> BigInt(bit)) & 1n) !== 0n);
}
