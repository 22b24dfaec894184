import {
  type IpAddress,
  type Prefix,
  offsetAddress,
  parseAddress,
  parseInterfaceAddress,
  prefixContains,
  printAddress,
  printPrefix,
} from '#core/net';
import { expandWord } from '../names/name-pattern.ts';
import { asPattern } from './value-in-turn.ts';

/** From which range of addresses to which: what an address has beyond the prefix stays. */
export interface Move {
  readonly from: Prefix;
  readonly to: Prefix;
}

/** What becomes of a word when a range of addresses moves. */
export type MovedWord =
  { readonly kind: 'unmoved' } | { readonly kind: 'moved'; readonly text: string } | { readonly kind: 'stuck'; readonly why: string };

/** Moves an address, a CIDR or `10.0.0.[11..14]`; a word that names nothing in the range is left alone. */
export function moveWord(text: string, move: Move): MovedWord {
  const expanded = expandWord(text);
  if (expanded.kind === 'error') return { kind: 'unmoved' };
  const moved = expanded.value.map((word) => moveOne(word, move));
  const stuck = moved.find((word) => word.kind === 'stuck');
  if (stuck) return stuck;
  const texts = moved.flatMap((word) => (word.kind === 'moved' ? [word.text] : []));
  if (texts.length === 0) return { kind: 'unmoved' };
  const [only] = texts;
  if (texts.length < moved.length) return { kind: 'stuck', why: `\`${text}\` stands for addresses inside and outside of the subnet` };
  if (only !== undefined && texts.length === 1) return { kind: 'moved', text: only };
  const pattern = asPattern(texts);
  return pattern === undefined
    ? { kind: 'stuck', why: `\`${text}\` would stand for ${texts.join(', ')}, for which there is no such spelling` }
    : { kind: 'moved', text: pattern };
}

function moveOne(text: string, move: Move): MovedWord {
  const address = parseAddress(text);
  if (address) return moveAddress(address, move, printAddress);
  const written = parseInterfaceAddress(text);
  if (!written || written.length < move.from.length || !prefixContains(move.from, written.address)) return { kind: 'unmoved' };
  if (written.length > move.from.length && written.length < move.to.length) return unfit(text, move);
  const length = written.length === move.from.length ? move.to.length : written.length;
  return moveAddress(written.address, move, (moved) => printPrefix({ address: moved, length }));
}

function moveAddress(address: IpAddress, move: Move, print: (moved: IpAddress) => string): MovedWord {
  if (!prefixContains(move.from, address)) return { kind: 'unmoved' };
  const moved = offsetAddress(move.to.address, address.value - move.from.address.value);
  return prefixContains(move.to, moved) ? { kind: 'moved', text: print(moved) } : unfit(printAddress(address), move);
}

function unfit(text: string, { to }: Move): MovedWord {
  return { kind: 'stuck', why: `\`${text}\` has no place in ${printPrefix(to)}, which is smaller` };
}
