import type { FieldMatch } from './flow.ts';
import type { FieldName } from './field.ts';
import { fieldOf, printOrder } from './field-registry.ts';
import { printFieldValue, printHex4 } from './field-value.ts';
import { SHORTHANDS } from './protocol.ts';
import { groupBy, sortedBy } from '#core/base';

/** Puts the fields of a match into the order of the text (lib/match.c `match_format`). */
export function orderMatch(match: readonly FieldMatch[]): readonly FieldMatch[] {
  const isOrdered = match.every(({ field }, i) => i === 0 || printOrder(match[i - 1]?.field ?? field) <= printOrder(field));
  return isOrdered ? match : sortedBy(match, ({ field }) => printOrder(field));
}

/** Writes a match as `ovs-ofctl dump-flows` does, without the priority: `arp,in_port=5,arp_spa=10.0.0.5`; empty text matches everything. */
export function printMatch(match: readonly FieldMatch[]): string {
  const shorthand = chooseShorthand(match);
  return isInPlace(match, shorthand) ? printInPlace(match, shorthand) : printMoved(match, shorthand);
}

/** Whether every field is printed where it stands in an ordered match: only `dl_type=` and `nw_proto=` are not. This is asked of every flow of a cloud. */
function isInPlace(match: readonly FieldMatch[], shorthand: Shorthand | undefined): boolean {
  return match.every((entry, i) => {
    if ((entry.field === 'eth_type' || entry.field === 'ip_proto') && !isCovered(entry, shorthand)) return false;
    return i === 0 || printOrder(match[i - 1]?.field ?? entry.field) <= printOrder(entry.field);
  });
}

function printInPlace(match: readonly FieldMatch[], shorthand: Shorthand | undefined): string {
  let text = '';
  for (const entry of match) {
    if (entry.field === 'ip_proto') continue;
    const part = shorthand !== undefined && entry.field === 'eth_type' ? shorthand.word : printField(entry);
    text = text === '' ? part : `${text},${part}`;
  }
  return text;
}

function printMoved(match: readonly FieldMatch[], shorthand: Shorthand | undefined): string {
  const parts = match.filter((entry) => !isCovered(entry, shorthand)).map((entry) => ({ place: placeOf(entry), text: printField(entry) }));
  if (shorthand) parts.push({ place: printOrder('eth_type'), text: shorthand.word });
  return parts
    .sort((a, b) => a.place - b.place)
    .map(({ text }) => text)
    .join(',');
}

/** `dl_type=` and `nw_proto=` stand further back than the shorthand that takes their place elsewhere. */
function placeOf({ field }: FieldMatch): number {
  if (field === 'eth_type') return printOrder('eth_dst') + 0.5;
  return field === 'ip_proto' ? printOrder('arp_op') + 0.5 : printOrder(field);
}

interface Shorthand {
  readonly word: string;
  readonly protocol: bigint | undefined;
}

function isCovered({ field }: FieldMatch, shorthand: Shorthand | undefined): boolean {
  return shorthand !== undefined && (field === 'eth_type' || (field === 'ip_proto' && shorthand.protocol !== undefined));
}

/** The longest word that stands for the match's Ethernet type, and its IP protocol where one does. */
function chooseShorthand(match: readonly FieldMatch[]): Shorthand | undefined {
  const ethertype = exactValue(match, 'eth_type');
  if (ethertype === undefined) return undefined;
  const words = WORDS.get(ethertype);
  const protocol = exactValue(match, 'ip_proto');
  return words?.find((word) => word.protocol === protocol) ?? words?.find((word) => word.protocol === undefined);
}

function exactValue(match: readonly FieldMatch[], field: FieldName): bigint | undefined {
  const entry = match.find((candidate) => candidate.field === field);
  return entry?.mask === undefined ? entry?.value : undefined;
}

/** The shorthands by their Ethernet type. */
const WORDS: ReadonlyMap<bigint | undefined, readonly Shorthand[]> = groupBy(
  [...SHORTHANDS].map(([word, fields]) => ({ word, ethertype: exactValue(fields, 'eth_type'), protocol: exactValue(fields, 'ip_proto') })),
  ({ ethertype }) => ethertype,
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
