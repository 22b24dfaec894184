import type { FieldName } from './field.ts';

/**
 * Every field this project knows, as one table (ovs-fields(7)). Parsing, printing, the classifier and the actions read it; nothing else
 * knows a field's width or spelling.
 *
 * In a `Flow`'s match the VLAN tag is always the one field `vlan_tci`: `dl_vlan`, `vlan_vid` and `dl_vlan_pcp` are other ways to write it.
 */
export interface Field {
  readonly name: FieldName;
  /** Width of a value in bits. */
  readonly bits: number;
  /** Largest value, where the switch holds fewer bits than the wire has. */
  readonly largest?: bigint;
  readonly format: FieldFormat;
  /** How `ovs-ofctl` writes it in a match. */
  readonly matchName: string;
  /** How it writes it in `set_field:…->NAME`. */
  readonly setName: string;
  /** How it writes it with bit numbers: `NXM_OF_ETH_SRC[]`. */
  readonly nxmName: string;
  /** Further spellings it takes. */
  readonly aliases: readonly string[];
  /** A match may cover some of its bits only. */
  readonly maskable: boolean;
  /** An action may change it. */
  readonly writable: boolean;
  /** What the packet must be for the field to exist: one of these protocols; none needed when empty. */
  readonly prerequisites: readonly Protocol[];
}

/** How a value is written. `vlan` is the tag of a match, `flags` the `+new-est` of conntrack states. */
export type FieldFormat = 'decimal' | 'hex' | 'mac' | 'ipv4' | 'ipv6' | 'flags' | 'port' | 'vlan';

/** What fields ask of a packet: its Ethernet type and, for some, its IP protocol. */
export type Protocol =
  | 'vlan'
  | 'ip'
  | 'ipv6'
  | 'arp'
  | 'rarp'
  | 'tcp'
  | 'tcp6'
  | 'udp'
  | 'udp6'
  | 'sctp'
  | 'sctp6'
  | 'icmp'
  | 'icmp6'
  | 'nd-solicit'
  | 'nd-advert';

type Details = Partial<Omit<Field, 'name' | 'bits' | 'format' | 'nxmName'>>;

function field(name: FieldName, bits: number, format: FieldFormat, nxmName: string, details: Details = {}): Field {
  const names = { matchName: name, setName: name, aliases: [], maskable: true, writable: true, prerequisites: [] };
  return { name, bits, format, nxmName, ...names, ...details };
}

const IP = ['ip', 'ipv6'] as const;
const ARP = ['arp', 'rarp'] as const;
const ND = ['nd-solicit', 'nd-advert'] as const;

const REGISTERS = (['reg0', 'reg1', 'reg2', 'reg3', 'reg4', 'reg5', 'reg6', 'reg7'] as const).map((name) =>
  field(name, 32, 'hex', `NXM_NX_${name.toUpperCase()}`),
);

/** All fields in the order in which `ovs-ofctl` prints a match (lib/match.c `match_format`). */
export const FIELDS: readonly Field[] = [
  field('pkt_mark', 32, 'hex', 'NXM_NX_PKT_MARK'),
  field('conj_id', 32, 'decimal', 'NXM_NX_CONJ_ID', { maskable: false, writable: false }),
  field('ct_state', 32, 'flags', 'NXM_NX_CT_STATE', { writable: false }),
  field('ct_zone', 16, 'decimal', 'NXM_NX_CT_ZONE', { writable: false }),
  field('ct_mark', 32, 'hex', 'NXM_NX_CT_MARK', { writable: false }),
  field('eth_type', 16, 'hex', 'NXM_OF_ETH_TYPE', { matchName: 'dl_type', aliases: ['OXM_OF_ETH_TYPE'], maskable: false, writable: false }),
  field('ip_proto', 8, 'decimal', 'NXM_OF_IP_PROTO', {
    matchName: 'nw_proto',
    setName: 'nw_proto',
    aliases: ['OXM_OF_IP_PROTO'],
    maskable: false,
    writable: false,
    prerequisites: IP,
  }),
  ...REGISTERS,
  field('tun_id', 64, 'hex', 'NXM_NX_TUN_ID', { aliases: ['tunnel_id', 'OXM_OF_TUNNEL_ID'] }),
  field('tun_src', 32, 'ipv4', 'NXM_NX_TUN_IPV4_SRC'),
  field('tun_dst', 32, 'ipv4', 'NXM_NX_TUN_IPV4_DST'),
  field('metadata', 64, 'hex', 'OXM_OF_METADATA'),
  field('in_port', 16, 'port', 'NXM_OF_IN_PORT', { maskable: false }),
  field('in_port_oxm', 32, 'port', 'OXM_OF_IN_PORT', { matchName: 'in_port', maskable: false }),
  field('vlan_tci', 16, 'vlan', 'NXM_OF_VLAN_TCI'),
  field('vlan_vid', 13, 'decimal', 'OXM_OF_VLAN_VID', { prerequisites: ['vlan'] }),
  field('vlan_pcp', 3, 'decimal', 'OXM_OF_VLAN_PCP', { prerequisites: ['vlan'] }),
  field('eth_src', 48, 'mac', 'NXM_OF_ETH_SRC', { matchName: 'dl_src', aliases: ['OXM_OF_ETH_SRC'] }),
  field('eth_dst', 48, 'mac', 'NXM_OF_ETH_DST', { matchName: 'dl_dst', aliases: ['OXM_OF_ETH_DST'] }),
  field('ipv6_src', 128, 'ipv6', 'NXM_NX_IPV6_SRC', { aliases: ['OXM_OF_IPV6_SRC'], prerequisites: ['ipv6'] }),
  field('ipv6_dst', 128, 'ipv6', 'NXM_NX_IPV6_DST', { aliases: ['OXM_OF_IPV6_DST'], prerequisites: ['ipv6'] }),
  field('arp_spa', 32, 'ipv4', 'NXM_OF_ARP_SPA', { aliases: ['OXM_OF_ARP_SPA'], prerequisites: ARP }),
  field('arp_tpa', 32, 'ipv4', 'NXM_OF_ARP_TPA', { aliases: ['OXM_OF_ARP_TPA'], prerequisites: ARP }),
  field('ip_src', 32, 'ipv4', 'NXM_OF_IP_SRC', { matchName: 'nw_src', aliases: ['OXM_OF_IPV4_SRC'], prerequisites: ['ip'] }),
  field('ip_dst', 32, 'ipv4', 'NXM_OF_IP_DST', { matchName: 'nw_dst', aliases: ['OXM_OF_IPV4_DST'], prerequisites: ['ip'] }),
  field('arp_op', 16, 'decimal', 'NXM_OF_ARP_OP', { aliases: ['OXM_OF_ARP_OP'], largest: 0xffn, maskable: false, prerequisites: ARP }),
  field('arp_sha', 48, 'mac', 'NXM_NX_ARP_SHA', { aliases: ['OXM_OF_ARP_SHA'], prerequisites: ARP }),
  field('arp_tha', 48, 'mac', 'NXM_NX_ARP_THA', { aliases: ['OXM_OF_ARP_THA'], prerequisites: ARP }),
  field('ip_dscp', 6, 'decimal', 'OXM_OF_IP_DSCP', { maskable: false, prerequisites: IP }),
  field('ip_ecn', 2, 'decimal', 'NXM_NX_IP_ECN', {
    matchName: 'nw_ecn',
    setName: 'nw_ecn',
    aliases: ['OXM_OF_IP_ECN'],
    maskable: false,
    prerequisites: IP,
  }),
  field('ip_ttl', 8, 'decimal', 'NXM_NX_IP_TTL', { matchName: 'nw_ttl', setName: 'nw_ttl', maskable: false, prerequisites: IP }),
  field('icmp_type', 8, 'decimal', 'NXM_OF_ICMP_TYPE', {
    aliases: ['OXM_OF_ICMPV4_TYPE', 'icmpv4_type'],
    maskable: false,
    prerequisites: ['icmp'],
  }),
  field('icmp_code', 8, 'decimal', 'NXM_OF_ICMP_CODE', {
    aliases: ['OXM_OF_ICMPV4_CODE', 'icmpv4_code'],
    maskable: false,
    prerequisites: ['icmp'],
  }),
  field('icmpv6_type', 8, 'decimal', 'NXM_NX_ICMPV6_TYPE', {
    matchName: 'icmp_type',
    aliases: ['OXM_OF_ICMPV6_TYPE'],
    maskable: false,
    prerequisites: ['icmp6'],
  }),
  field('icmpv6_code', 8, 'decimal', 'NXM_NX_ICMPV6_CODE', {
    matchName: 'icmp_code',
    aliases: ['OXM_OF_ICMPV6_CODE'],
    maskable: false,
    prerequisites: ['icmp6'],
  }),
  field('nd_target', 128, 'ipv6', 'NXM_NX_ND_TARGET', { aliases: ['OXM_OF_IPV6_ND_TARGET'], prerequisites: ND }),
  field('nd_sll', 48, 'mac', 'NXM_NX_ND_SLL', { aliases: ['OXM_OF_IPV6_ND_SLL'], prerequisites: ['nd-solicit'] }),
  field('nd_tll', 48, 'mac', 'NXM_NX_ND_TLL', { aliases: ['OXM_OF_IPV6_ND_TLL'], prerequisites: ['nd-advert'] }),
  field('tcp_src', 16, 'decimal', 'NXM_OF_TCP_SRC', { matchName: 'tp_src', aliases: ['OXM_OF_TCP_SRC'], prerequisites: ['tcp', 'tcp6'] }),
  field('tcp_dst', 16, 'decimal', 'NXM_OF_TCP_DST', { matchName: 'tp_dst', aliases: ['OXM_OF_TCP_DST'], prerequisites: ['tcp', 'tcp6'] }),
  field('udp_src', 16, 'decimal', 'NXM_OF_UDP_SRC', { matchName: 'tp_src', aliases: ['OXM_OF_UDP_SRC'], prerequisites: ['udp', 'udp6'] }),
  field('udp_dst', 16, 'decimal', 'NXM_OF_UDP_DST', { matchName: 'tp_dst', aliases: ['OXM_OF_UDP_DST'], prerequisites: ['udp', 'udp6'] }),
  field('sctp_src', 16, 'decimal', 'OXM_OF_SCTP_SRC', { matchName: 'tp_src', prerequisites: ['sctp', 'sctp6'] }),
  field('sctp_dst', 16, 'decimal', 'OXM_OF_SCTP_DST', { matchName: 'tp_dst', prerequisites: ['sctp', 'sctp6'] }),
];

const BY_NAME = new Map(FIELDS.map((entry) => [entry.name, entry]));

/** Match names that mean one field only: `dl_src`, but not `tp_dst`. */
const UNIQUE_MATCH_NAMES = [...Map.groupBy(FIELDS, ({ matchName }) => matchName).values()].filter((group) => group.length === 1).flat();

const BY_SPELLING = new Map([
  ...UNIQUE_MATCH_NAMES.map((entry) => [entry.matchName, entry] as const),
  ...FIELDS.flatMap((entry) =>
    [entry.name, entry.setName, entry.nxmName, ...entry.aliases].map((spelling) => [spelling.toLowerCase(), entry] as const),
  ),
]);

const PRINT_ORDER = new Map(FIELDS.map((entry, index) => [entry.name, index]));

/** The registry's entry of a field. */
export function fieldOf(name: FieldName): Field {
  const entry = BY_NAME.get(name);
  if (!entry) throw new RangeError(`expected a field of the registry, found ${name}`);
  return entry;
}

/** Finds a field by any spelling that means one field whatever the packet; `tp_dst` does not, and `nw_src` and `icmp_type` mean those of IPv4. */
export function findField(spelling: string): Field | undefined {
  return BY_SPELLING.get(spelling.toLowerCase());
}

/** Place of a field in a printed match, counting from 0. */
export function printOrder(name: FieldName): number {
  return PRINT_ORDER.get(name) ?? FIELDS.length;
}

/** All bits of a field. */
export function fullMask(name: FieldName): bigint {
  return (1n << BigInt(fieldOf(name).bits)) - 1n;
}
