import type { FieldMatch } from './flow.ts';
import type { FieldName } from './field.ts';
import { fieldOf, printOrder } from './field-registry.ts';
import { printFieldValue, printHex4 } from './field-value.ts';
import { SHORTHANDS } from './protocol.ts';
import { sortedBy } from '#core/base';

/** Puts the fields of a match into the order of the text (lib/match.c `match_format`). */
export function orderMatch(match: readonly FieldMatch[]): readonly FieldMatch[] {
  return sortedBy(match, ({ field }) => printOrder(field));
}

/** Writes a match as `ovs-ofctl dump-flows` does, without the priority: `arp,in_port=5,arp_spa=10.0.0.5`; empty text matches everything. */
export function printMatch(match: readonly FieldMatch[]): string {
  return matchParts(orderMatch(match)).join(',');
}

function matchParts(match: readonly FieldMatch[]): string[] {
  const shorthand = chooseShorthand(match);
  const printed = match.flatMap((entry): { readonly place: number; readonly text: string }[] => {
    if (shorthand?.covers.has(entry.field)) return [];
    const after = PRINTED_AFTER[entry.field];
    return [{ place: after === undefined ? printOrder(entry.field) : printOrder(after) + 0.5, text: printField(entry) }];
  });
  if (shorthand) printed.push({ place: printOrder('eth_type'), text: shorthand.word });
  return sortedBy(printed, ({ place }) => place).map(({ text }) => text);
}

/** `dl_type=` and `nw_proto=` stand further back than the shorthand that takes their place elsewhere. */
const PRINTED_AFTER: Partial<Record<FieldName, FieldName>> = { eth_type: 'eth_dst', ip_proto: 'arp_op' };

function chooseShorthand(match: readonly FieldMatch[]): { readonly word: string; readonly covers: ReadonlySet<FieldName> } | undefined {
  const has = (wanted: FieldMatch): boolean =>
    match.some(({ field, value, mask }) => field === wanted.field && value === wanted.value && mask === undefined);
  for (const [word, fields] of SHORTHANDS) {
    if (fields.every(has)) return { word, covers: new Set(fields.map(({ field }) => field)) };
  }
  return undefined;
}

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
