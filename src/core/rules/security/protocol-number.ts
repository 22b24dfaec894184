import { type SecurityRule, ethertypeOf } from '#core/model';

/** IANA's numbers of the protocols Neutron knows by name and a rule can be written with. */
const NUMBERS: Readonly<Record<string, number>> = {
  icmp: 1,
  tcp: 6,
  udp: 17,
  dccp: 33,
  icmpv6: 58,
  'ipv6-icmp': 58,
  sctp: 132,
  udplite: 136,
};

/** The IP protocol a rule is about, `undefined` for any; ICMP of an IPv6 rule is ICMPv6 (neutron-dataplane 9.6). */
export function protocolNumber(rule: Pick<SecurityRule, 'protocol' | 'ethertype' | 'remote'>): number | undefined {
  const { protocol } = rule;
  const number = typeof protocol === 'string' ? NUMBERS[protocol] : protocol;
  return number === 1 && ethertypeOf(rule) === 6 ? 58 : number;
}
