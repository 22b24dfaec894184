import type { PacketSpec } from '#core/model';
import { didYouMean } from '../names/nearest-name.ts';

/** Why words are no packet; `index` is the word it fails at (the number of words: something is missing at the end). */
export interface PacketSpecError {
  readonly error: string;
  readonly index: number;
}

type Draft = { -readonly [K in keyof PacketSpec]: PacketSpec[K] | undefined };

const PROTOCOLS = ['icmp', 'tcp', 'udp', 'arp', 'dhcp'] as const;
const MODIFIERS = ['from', 'ttl', 'size', 'df'] as const;

/**
 * Reads the words of a packet, the same in `expect … with PACKET` and `ostopo trace FILE FROM TO PACKET…`: a protocol (icmp where none is
 * written), for tcp and udp a destination port, then `from PORT`, `ttl N`, `size BYTES`, `df` in any order.
 */
export function parsePacketSpec(words: readonly string[]): PacketSpec | PacketSpecError {
  const draft: Draft = {
    protocol: undefined,
    destinationPort: undefined,
    sourcePort: undefined,
    ttl: undefined,
    sizeBytes: undefined,
    dontFragment: undefined,
  };
  let at = 0;
  while (at < words.length) {
    const taken = takePart(draft, words, at);
    if (typeof taken !== 'number') return taken;
    at += taken;
  }
  const protocol = draft.protocol ?? 'icmp';
  if (draft.sourcePort !== undefined && protocol !== 'tcp' && protocol !== 'udp') {
    return { error: `\`from PORT\` goes with tcp or udp: ${protocol} has no ports`, index: words.indexOf('from') };
  }
  return { ...draft, protocol, dontFragment: draft.dontFragment ?? false };
}

/** Takes one part of the packet and says how many words it was. */
function takePart(draft: Draft, words: readonly string[], at: number): number | PacketSpecError {
  const word = words[at] ?? '';
  const protocol = PROTOCOLS.find((known) => known === word);
  if (protocol) {
    if (draft.protocol !== undefined)
      return { error: `a packet has one protocol: \`${draft.protocol}\` is written before \`${word}\``, index: at };
    draft.protocol = protocol;
    if (protocol !== 'tcp' && protocol !== 'udp') return 1;
    const next = words[at + 1];
    if (next === undefined || MODIFIERS.some((modifier) => modifier === next)) return 1;
    return takeNumber(words, at, 'destination port', 1, 65535, (port) => {
      draft.destinationPort = port;
    });
  }
  switch (word) {
    case 'from':
      return takeNumber(words, at, 'source port', 1, 65535, (port) => {
        draft.sourcePort = port;
      });
    case 'ttl':
      return takeNumber(words, at, 'time to live', 1, 255, (ttl) => {
        draft.ttl = ttl;
      });
    case 'size':
      return takeNumber(words, at, 'length of the IP packet in bytes', 28, 65535, (size) => {
        draft.sizeBytes = size;
      });
    case 'df':
      draft.dontFragment = true;
      return 1;
    default:
      return {
        error: `\`${word}\` is no part of a packet: expected ${[...PROTOCOLS, 'df', 'size N', 'ttl N', 'from PORT'].join(', ')}${didYouMean(word, [...PROTOCOLS, ...MODIFIERS])}`,
        index: at,
      };
  }
}

function takeNumber(
  words: readonly string[],
  at: number,
  what: string,
  least: number,
  most: number,
  take: (value: number) => void,
): number | PacketSpecError {
  const text = words[at + 1];
  if (text === undefined) return { error: `a ${what} is missing after \`${words[at] ?? ''}\``, index: at + 1 };
  const value = /^\d{1,6}$/.test(text) ? Number(text) : NaN;
  if (!(value >= least && value <= most))
    return { error: `\`${text}\` is no ${what}: expected a number from ${String(least)} to ${String(most)}`, index: at + 1 };
  take(value);
  return 2;
}
