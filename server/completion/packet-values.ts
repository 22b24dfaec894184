import { printPrefix } from '#core/net';
import { ast } from '#language';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** Well-known ports, as IANA and everybody names them. */
const PORTS: Readonly<Record<string, readonly (readonly [port: number, name: string])[]>> = {
  tcp: [
    [22, 'SSH'],
    [80, 'HTTP'],
    [443, 'HTTPS'],
    [53, 'DNS'],
    [3306, 'MySQL'],
    [5432, 'PostgreSQL'],
    [6379, 'Redis'],
    [8080, 'HTTP, alternative'],
    [3389, 'RDP'],
  ],
  udp: [
    [53, 'DNS'],
    [123, 'NTP'],
    [161, 'SNMP'],
    [514, 'syslog'],
    [4789, 'VXLAN'],
  ],
};

/** ICMP types as RFC 792 names them. */
const ICMP_TYPES: readonly (readonly [number, string])[] = [
  [8, 'echo request'],
  [0, 'echo reply'],
  [3, 'destination unreachable'],
  [11, 'time exceeded'],
];

/** The protocols Neutron knows by name beside those that are words of the language (`IP_PROTOCOL_MAP`), with IANA's numbers. */
const PROTOCOLS: readonly (readonly [name: string, means: string])[] = [
  ['vrrp', '112: router redundancy'],
  ['esp', '50: IPsec payload'],
  ['ah', '51: IPsec authentication'],
  ['ospf', '89: routing'],
  ['igmp', '2: multicast groups'],
  ['ipip', '4: IPv4 in IPv4'],
  ['ipv6-encap', '41: IPv6 in IPv4'],
  ['udplite', '136: UDP with partial checksums'],
  ['dccp', '33: congestion-controlled datagrams'],
  ['rsvp', '46: reservations'],
  ['pgm', '113: reliable multicast'],
  ['egp', '8: exterior gateways'],
  ['ipv6-frag', '44: IPv6 fragments'],
  ['ipv6-route', '43: IPv6 routing header'],
  ['ipv6-opts', '60: IPv6 options'],
  ['ipv6-nonxt', '59: IPv6 without a next header'],
];

/** Ports, ICMP types, protocols and prefixes for a rule, an expectation or what a guest listens to. */
export function proposePackets({ analysis, block, following }: ProposalInput, words: readonly string[]): readonly ValueProposal[] {
  const keyword = words.at(-1) ?? '';
  const ports = PORTS[keyword];
  if (ports) return ports.map(([port, name]) => ({ text: String(port), detail: name }));
  if (!ast.isSecurityGroup(block)) return [];
  if (keyword === 'proto') return PROTOCOLS.flatMap(([name, detail]) => spellProtocol(name, following).map((text) => ({ text, detail })));
  if (keyword === 'type' && words.includes('icmp')) return ICMP_TYPES.map(([type, name]) => ({ text: String(type), detail: name }));
  const isOwnSide = keyword === (words.includes('egress') ? 'to' : 'from');
  if (!isOwnSide || words.includes('icmpv6') || words.includes('ipv6')) return [];
  const tenant = analysis.topology.tenants.find((candidate) => analysis.lowered.astOf(candidate.id) === block.$container)?.id;
  const own = analysis.topology.subnets.filter((subnet) => subnet.tenant === tenant && subnet.prefix.address.version === 4);
  return own.map((subnet) => ({ text: printPrefix(subnet.prefix), detail: `subnet ${subnet.name}` }));
}

/** A rule is of IPv4 unless it says otherwise: the protocols that only IPv6 has are written with that. */
function spellProtocol(name: string, following: string): readonly string[] {
  if (!name.startsWith('ipv6-') || /\bipv6\b|:/.test(following)) return [name];
  return /^\s*(?:\}.*)?$/.test(following) ? [`${name} ipv6`] : [];
}
