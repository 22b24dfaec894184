import { createAddress, printAddress, printMac } from '#core/net';
import type { HeaderField, Packet } from '#core/packet';
import { printConntrackState } from './conntrack-state.ts';
import type { HeaderFields } from './trace.ts';

/** Every header of a packet as text, with the switch's metadata where there is some; `vlan_tci` shows as `vlan`. */
export function headerFields(packet: Packet, metadata: Readonly<Record<string, bigint>> = {}): HeaderFields {
  const fields: Record<string, string> = {};
  for (const [name, value] of Object.entries(packet.headers)) {
    if (name === 'vlan_tci') Object.assign(fields, vlanField(value));
    else fields[name] = printField(name as HeaderField, value); // entries of HeaderValues
  }
  for (const [name, value] of Object.entries(metadata)) {
    if (name !== 'in_port') fields[name] = name.startsWith('reg') ? `0x${value.toString(16)}` : printMetadata(name, value);
  }
  return fields;
}

/** What differs between two sets of fields, in either direction; a field that is absent on one side reads `none`. */
export function changedFields(before: HeaderFields, after: HeaderFields): { readonly before: HeaderFields; readonly after: HeaderFields } {
  const names = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter((name) => before[name] !== after[name]);
  const pick = (fields: HeaderFields) => Object.fromEntries(names.map((name) => [name, fields[name] ?? 'none']));
  return { before: pick(before), after: pick(after) };
}

function vlanField(tci: bigint): HeaderFields {
  return (tci & 0x1000n) === 0n ? {} : { vlan: String(tci & 0xfffn) };
}

const MAC_FIELDS: ReadonlySet<HeaderField> = new Set(['eth_src', 'eth_dst', 'arp_sha', 'arp_tha', 'nd_sll', 'nd_tll']);
const IPV4_FIELDS: ReadonlySet<HeaderField> = new Set(['ip_src', 'ip_dst', 'arp_spa', 'arp_tpa']);
const IPV6_FIELDS: ReadonlySet<HeaderField> = new Set(['ipv6_src', 'ipv6_dst', 'nd_target']);

function printField(name: HeaderField, value: bigint): string {
  if (MAC_FIELDS.has(name)) return printMac(value);
  if (IPV4_FIELDS.has(name)) return printAddress(createAddress(4, value));
  if (IPV6_FIELDS.has(name)) return printAddress(createAddress(6, value));
  return name === 'eth_type' ? `0x${value.toString(16).padStart(4, '0')}` : String(value);
}

function printMetadata(name: string, value: bigint): string {
  if (name === 'ct_state') return printConntrackState(value);
  return name === 'tun_src' || name === 'tun_dst' ? printAddress(createAddress(4, value)) : String(value);
}
