import { type SecurityRule, ethertypeOf, isIcmpv6 } from '#core/model';
import type { PlannedSecurityRule } from './deployment.ts';

const ICMP = 1;
const IPV6_ICMP = 58;

/**
 * A rule's ethertype, protocol and ports as Neutron stores them (neutron-dataplane 9.6): `icmp` over IPv6 becomes `ipv6-icmp`, and ports
 * 1..65535 become none.
 */
export function normaliseRule(rule: SecurityRule): Pick<PlannedSecurityRule, 'ethertype' | 'protocol' | 'ports'> {
  const ethertype = ethertypeOf(rule);
  const all = rule.ports?.first === 1 && rule.ports.last === 65535;
  return { ethertype, protocol: protocolOf(rule, ethertype), ports: all ? undefined : rule.ports };
}

function protocolOf(rule: SecurityRule, ethertype: 4 | 6): string | number | undefined {
  const { protocol } = rule;
  if (isIcmpv6(protocol) || (ethertype === 6 && protocol === 'icmp')) return typeof protocol === 'number' ? IPV6_ICMP : 'ipv6-icmp';
  return ethertype === 6 && protocol === ICMP ? IPV6_ICMP : protocol;
}
