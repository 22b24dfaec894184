import type { FieldMatch } from './flow.ts';
import { fieldOf, printOrder } from './field-registry.ts';
import { printFieldValue, printHex4 } from './field-value.ts';
import { SHORTHANDS } from './protocol.ts';
import { groupBy, sortedBy } from '#core/base';

/** A copy of a match with its fields in the order of the text (lib/match.c `match_format`), as long as it need be: a cloud has millions. */
export function orderMatch(match: readonly FieldMatch[]): readonly FieldMatch[] {
  const ordered = match.slice();
  let last = -1;
  for (let i = 0; i < ordered.length; i++) {
    const entry = ordered[i];
    if (!entry) continue;
    const place = printOrder(entry.field);
    if (place < last) moveForward(ordered, entry, i);
    else last = place;
  }
  return ordered;
}

/** Puts a field into its place among those before it, which are in order: matches are short. */
function moveForward(ordered: FieldMatch[], entry: FieldMatch, from: number): void {
  const place = printOrder(entry.field);
  let at = from;
  for (let before = ordered[at - 1]; before && printOrder(before.field) > place; before = ordered[at - 1]) ordered[at--] = before;
  ordered[at] = entry;
}

/** Writes an ordered match as `ovs-ofctl dump-flows` does, without the priority: `arp,in_port=5,arp_spa=10.0.0.5`; empty text matches everything. */
export function printMatch(match: readonly FieldMatch[]): string {
  return matchParts(match).map(printMatchPart).join(',');
}

/** A part of a match's text: a field, or a word that stands for the Ethernet type and perhaps the IP protocol. Equal words are the same object. */
export type MatchPart = FieldMatch | Shorthand;

/** What the text of an ordered match is made of, in its order. This is asked of every flow of a cloud. */
export function matchParts(match: readonly FieldMatch[]): readonly MatchPart[] {
  let [ethertype, protocol]: (FieldMatch | undefined)[] = [];
  for (const entry of match) {
    if (entry.field === 'eth_type') ethertype = entry;
    else if (entry.field === 'ip_proto') protocol = entry;
  }
  if (!ethertype && !protocol) return match;
  const word = chooseShorthand(ethertype, protocol);
  if (!word || (protocol && word.protocol === undefined)) return movedParts(match, word);
  const parts = new Array<MatchPart>(protocol ? match.length - 1 : match.length); // as long as it gets: a list that grows has room for more
  let length = 0;
  for (const entry of match) if (entry !== protocol) parts[length++] = entry === ethertype ? word : entry;
  return parts;
}

/** Writes one part of a match. */
export function printMatchPart(part: MatchPart): string {
  return 'word' in part ? part.word : printField(part);
}

/** `dl_type=` and `nw_proto=` stand further back than the shorthand that takes their place elsewhere. */
function movedParts(match: readonly FieldMatch[], word: Shorthand | undefined): readonly MatchPart[] {
  const fields = match.filter(({ field }) => !word || field !== 'eth_type');
  const parts = [
    ...fields.map((part) => ({ place: placeOf(part), part })),
    ...(word ? [{ place: printOrder('eth_type'), part: word }] : []),
  ];
  return sortedBy(parts, ({ place }) => place).map(({ part }) => part);
}

function placeOf({ field }: FieldMatch): number {
  if (field === 'eth_type') return printOrder('eth_dst') + 0.5;
  return field === 'ip_proto' ? printOrder('arp_op') + 0.5 : printOrder(field);
}

interface Shorthand {
  readonly word: string;
  readonly protocol: bigint | undefined;
}

/** The longest word that stands for the match's Ethernet type, and its IP protocol where one does. */
function chooseShorthand(ethertype: FieldMatch | undefined, protocol: FieldMatch | undefined): Shorthand | undefined {
  if (ethertype?.mask !== undefined) return undefined;
  const words = ethertype && WORDS.get(Number(ethertype.value));
  return words?.find((word) => word.protocol === exactValue(protocol)) ?? words?.find((word) => word.protocol === undefined);
}

function exactValue(entry: FieldMatch | undefined): bigint | undefined {
  return entry?.mask === undefined ? entry?.value : undefined;
}

/** The shorthands by their Ethernet type. */
const WORDS = groupBy(
  [...SHORTHANDS].map(([word, [ethertype, protocol]]) => ({ word, ethertype, protocol: protocol?.value })),
  ({ ethertype }) => Number(ethertype?.value),
);

function printField({ field, value, mask }: FieldMatch): string {
  const entry = fieldOf(field);
  switch (field) {
    case 'vlan_tci':
      return printVlan(value, mask);
    case 'eth_type':
      return `dl_type=${printHex4(value)}`;
    case 'ip_dscp':
      return `nw_tos=${value << 2n}`;
    default:
      return `${entry.matchName}=${printFieldValue(entry, { value, mask })}`;
  }
}

const VID = 0x0fffn;
const CFI = 0x1000n;
const PCP = 0xe000n;

function printVlan(value: bigint, mask: bigint | undefined): string {
  if ((value & CFI) === 0n) return printTci(value, mask);
  const [vid, pcp] = [(mask ?? 0xffffn) & VID, (mask ?? 0xffffn) & PCP];
  if ((vid !== 0n && vid !== VID) || (pcp !== 0n && pcp !== PCP) || (vid | pcp) === 0n) return printTci(value, mask);
  const parts = [];
  if (vid !== 0n) parts.push(`dl_vlan=${value & VID}`);
  if (pcp !== 0n) parts.push(`dl_vlan_pcp=${(value & PCP) >> 13n}`);
  return parts.join(',');
}

function printTci(value: bigint, mask: bigint | undefined): string {
  return `vlan_tci=${printFieldValue(fieldOf('vlan_tci'), { value, mask })}`;
}
