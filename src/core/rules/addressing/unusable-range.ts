import { known } from '#core/base';
import { type Prefix, parseInterfaceAddress, prefixOf, prefixesOverlap } from '#core/net';

/** A range whose addresses are never a host's own. */
export interface UnusableRange {
  readonly prefix: Prefix;
  /** For messages. */
  readonly name: string;
}

/** The range of no use that a prefix meets. */
export function unusableRange(candidate: Prefix): UnusableRange | undefined {
  return UNUSABLE.find((reserved) => prefixesOverlap(reserved.prefix, candidate));
}

/** Multicast, loopback and "this network" (RFC 6890); an IPv6 subnet at `::`. */
const UNUSABLE: readonly UnusableRange[] = [
  { prefix: prefix('0.0.0.0/8'), name: 'the "this network" range 0.0.0.0/8' },
  { prefix: prefix('127.0.0.0/8'), name: 'the loopback range 127.0.0.0/8' },
  { prefix: prefix('224.0.0.0/4'), name: 'the multicast range 224.0.0.0/4' },
  { prefix: prefix('240.0.0.0/4'), name: 'the reserved range 240.0.0.0/4' },
  { prefix: prefix('::/128'), name: 'the unspecified address ::' },
  { prefix: prefix('::1/128'), name: 'the loopback address ::1' },
  { prefix: prefix('ff00::/8'), name: 'the multicast range ff00::/8' },
];

function prefix(text: string): Prefix {
  return prefixOf(known(parseInterfaceAddress(text), text));
}
