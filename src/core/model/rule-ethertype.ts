import type { SecurityRule } from './tenant.ts';

/** Whether a rule's protocol is ICMPv6 by one of its names or its number. */
export function isIcmpv6(protocol: SecurityRule['protocol']): boolean {
  return protocol === 'icmpv6' || protocol === 'ipv6-icmp' || protocol === 58;
}

/**
 * The IP version a rule really is for: the one written, else that of its prefix, else IPv6 for ICMPv6, else Neutron's default IPv4 (as
 * `openstack security group rule create` decides it).
 */
export function ethertypeOf(rule: Pick<SecurityRule, 'ethertype' | 'remote' | 'protocol'>): 4 | 6 {
  if (rule.ethertype !== undefined) return rule.ethertype;
  if (rule.remote.kind === 'prefix') return rule.remote.prefix.address.version;
  return isIcmpv6(rule.protocol) ? 6 : 4;
}
