/** The IP protocols Neutron knows by name, with IANA's numbers (neutron_lib/constants.py `IP_PROTOCOL_MAP`). */
const NUMBERS: ReadonlyMap<string, number> = new Map([
  ['ah', 51],
  ['dccp', 33],
  ['egp', 8],
  ['esp', 50],
  ['gre', 47],
  ['icmp', 1],
  ['icmpv6', 58],
  ['igmp', 2],
  ['ipip', 4],
  ['ipv6-encap', 41],
  ['ipv6-frag', 44],
  ['ipv6-icmp', 58],
  ['ipv6-nonxt', 59],
  ['ipv6-opts', 60],
  ['ipv6-route', 43],
  ['ospf', 89],
  ['pgm', 113],
  ['rsvp', 46],
  ['sctp', 132],
  ['tcp', 6],
  ['udp', 17],
  ['udplite', 136],
  ['vrrp', 112],
]);

/** Every protocol that Neutron knows by name. */
export const IP_PROTOCOL_NAMES: readonly string[] = [...NUMBERS.keys()];

/** The number of a protocol written by name or number; `undefined` for a name that Neutron does not know. */
export function ipProtocolNumber(protocol: string | number): number | undefined {
  return typeof protocol === 'number' ? protocol : NUMBERS.get(protocol);
}
