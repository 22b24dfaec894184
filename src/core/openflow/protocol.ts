import type { FieldMatch } from './flow.ts';
import type { Protocol } from './field-registry.ts';

/** Ethernet types (IEEE) and IP protocol numbers (IANA) that the shorthands stand for. */
export const ETHERTYPE = {
  ip: 0x0800n,
  arp: 0x0806n,
  rarp: 0x8035n,
  vlan: 0x8100n,
  ipv6: 0x86ddn,
  mpls: 0x8847n,
  mplsMulticast: 0x8848n,
} as const;

/** IP protocol numbers (IANA). */
export const IP_PROTO = { icmp: 1n, tcp: 6n, udp: 17n, icmpv6: 58n, sctp: 132n } as const;

const exact = (field: FieldMatch['field'], value: bigint): FieldMatch => ({ field, value, mask: undefined });

/** The words `ovs-ofctl` takes and prints for an Ethernet type and IP protocol: `icmp6` is `dl_type=0x86dd,nw_proto=58`. */
export const SHORTHANDS: ReadonlyMap<string, readonly FieldMatch[]> = new Map([
  ['icmp', [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.icmp)]],
  ['tcp', [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.tcp)]],
  ['udp', [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.udp)]],
  ['sctp', [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.sctp)]],
  ['ip', [exact('eth_type', ETHERTYPE.ip)]],
  ['icmp6', [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.icmpv6)]],
  ['tcp6', [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.tcp)]],
  ['udp6', [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.udp)]],
  ['sctp6', [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.sctp)]],
  ['ipv6', [exact('eth_type', ETHERTYPE.ipv6)]],
  ['arp', [exact('eth_type', ETHERTYPE.arp)]],
  ['rarp', [exact('eth_type', ETHERTYPE.rarp)]],
  ['mpls', [exact('eth_type', ETHERTYPE.mpls)]],
  ['mplsm', [exact('eth_type', ETHERTYPE.mplsMulticast)]],
]);

/** What a packet must have to be of a protocol: the prerequisites of ovs-fields(7) as matches. */
export const PROTOCOL_MATCH: Readonly<Record<Protocol, readonly FieldMatch[]>> = {
  vlan: [{ field: 'vlan_tci', value: 0x1000n, mask: 0x1000n }],
  ip: [exact('eth_type', ETHERTYPE.ip)],
  ipv6: [exact('eth_type', ETHERTYPE.ipv6)],
  arp: [exact('eth_type', ETHERTYPE.arp)],
  rarp: [exact('eth_type', ETHERTYPE.rarp)],
  tcp: [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.tcp)],
  tcp6: [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.tcp)],
  udp: [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.udp)],
  udp6: [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.udp)],
  sctp: [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.sctp)],
  sctp6: [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.sctp)],
  icmp: [exact('eth_type', ETHERTYPE.ip), exact('ip_proto', IP_PROTO.icmp)],
  icmp6: [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.icmpv6)],
  'nd-solicit': [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.icmpv6), exact('icmpv6_type', 135n)],
  'nd-advert': [exact('eth_type', ETHERTYPE.ipv6), exact('ip_proto', IP_PROTO.icmpv6), exact('icmpv6_type', 136n)],
};
