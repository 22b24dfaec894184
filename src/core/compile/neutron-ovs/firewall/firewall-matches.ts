import { onceForEach } from '#core/base';
import { type Prefix, addressBits, netmaskValue } from '#core/net';
import { ETHERTYPE, type FieldMatch, type FieldName, IP_PROTO } from '#core/openflow';

const exact = (field: FieldName, value: bigint | number): FieldMatch => ({ field, value: BigInt(value), mask: undefined });

/** `reg5=5`: the port a frame comes from, or is for. */
export const ofPort = onceForEach((ofport: number) => exact('reg5', ofport));

/** `rarp` */
export const RARP: FieldMatch = exact('eth_type', ETHERTYPE.rarp);

/** `dl_type=0x4788` */
export const ethertype = onceForEach((type: number) => exact('eth_type', type));

/** `nw_src=10.0.0.5`, `ipv6_src=2001:db8::/64`; nothing for a prefix that is everything, as Open vSwitch stores it. */
export function fromAddress(prefix: Prefix): readonly FieldMatch[] {
  return prefixMatch(prefix.address.version === 4 ? 'ip_src' : 'ipv6_src', prefix);
}

/** `nw_dst=8.8.8.8`, `ipv6_dst=2001:db8::/64`; nothing for a prefix that is everything. */
export function toAddress(prefix: Prefix): readonly FieldMatch[] {
  return prefixMatch(prefix.address.version === 4 ? 'ip_dst' : 'ipv6_dst', prefix);
}

/** `arp_spa=10.0.0.5`; nothing for a prefix that is everything. */
export function arpSender(prefix: Prefix): readonly FieldMatch[] {
  return prefixMatch('arp_spa', prefix);
}

/** `nd_target=fe80::1`; nothing for a prefix that is everything. */
export function neighbourTarget(prefix: Prefix): readonly FieldMatch[] {
  return prefixMatch('nd_target', prefix);
}

function prefixMatch(field: FieldName, { address, length }: Prefix): readonly FieldMatch[] {
  if (length === 0) return [];
  const isHost = length === addressBits(address.version);
  return [{ field, value: address.value, mask: isHost ? undefined : netmaskValue(address.version, length) }];
}

/** What DHCP clients and servers send, by version, the version beside: `udp,tp_src=68,tp_dst=67`. */
export const DHCP = {
  request: { 4: udp(68, 67), 6: udp(546, 547) },
  answer: { 4: udp(67, 68), 6: udp(547, 546) },
} as const;

function udp(from: number, to: number): readonly FieldMatch[] {
  return [exact('ip_proto', IP_PROTO.udp), exact('udp_src', from), exact('udp_dst', to)];
}

/** `nw_proto=112`, the version beside. */
export const protocol = onceForEach((number: number) => exact('ip_proto', number));

/** Bits of `ct_state` (ovs-fields(7)). */
const STATE_BITS = { new: 0x01n, est: 0x02n, rel: 0x04n, rpl: 0x08n, inv: 0x10n, trk: 0x20n } as const;

/** `ct_state=+est-rel+rpl` from its flags and whether each is set. */
export function ctState(flags: Partial<Readonly<Record<keyof typeof STATE_BITS, boolean>>>): FieldMatch {
  let [value, mask] = [0n, 0n];
  for (const flag of ['new', 'est', 'rel', 'rpl', 'inv', 'trk'] as const) {
    if (flags[flag] === undefined) continue;
    mask |= STATE_BITS[flag];
    if (flags[flag]) value |= STATE_BITS[flag];
  }
  return { field: 'ct_state', value, mask };
}

/** `ct_mark=0x1`: the connection was allowed once and is not any more. */
export const ctMark = onceForEach((mark: number) => exact('ct_mark', mark));

/** `ct_zone=7`: each local VLAN is a zone, so equal addresses of two networks stay apart. */
export const ctZone = onceForEach((vlan: number) => exact('ct_zone', vlan));

/** `conj_id=16` */
export const conjunctionId = onceForEach((id: number) => exact('conj_id', id));
