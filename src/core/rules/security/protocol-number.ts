import { type SecurityRule, ethertypeOf, ipProtocolNumber } from '#core/model';

/** The IP protocol a rule is about, `undefined` for any; ICMP of an IPv6 rule is ICMPv6 (neutron-dataplane 9.6). */
export function protocolNumber(rule: Pick<SecurityRule, 'protocol' | 'ethertype' | 'remote'>): number | undefined {
  const number = rule.protocol === undefined ? undefined : ipProtocolNumber(rule.protocol);
  return number === 1 && ethertypeOf(rule) === 6 ? 58 : number;
}
