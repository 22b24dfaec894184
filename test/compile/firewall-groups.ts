import { elementId, deriveUuid, known } from '#core/base';
import { parseInterfaceAddress, parseMac, prefixOf } from '#core/net';
import type { MemberAddress, PlannedSecurityGroupRef, PlannedSecurityRule } from '#core/plan';

/** A rule as planned, from what differs from `allow ingress any` over IPv4. */
export function plannedRule(change: Partial<PlannedSecurityRule> = {}): PlannedSecurityRule {
  return {
    element: elementId('rule', 't', 'sg1', 'rule'),
    direction: 'ingress',
    ethertype: 4,
    protocol: undefined,
    ports: undefined,
    icmp: undefined,
    remotePrefix: undefined,
    remoteGroup: undefined,
    ...change,
  };
}

/** A group as a port refers to it. */
export function plannedGroup(name: string, rules: readonly PlannedSecurityRule[], stateless = false): PlannedSecurityGroupRef {
  return { id: elementId('security-group', 't', name), uuid: deriveUuid('group', name), stateless, rules };
}

/** A remote group of a rule; a member may be written with the MAC it is known by: `0.0.0.0/0 fa:16:3e:00:00:0a`. */
export function remoteGroup(name: string, ...members: readonly string[]): NonNullable<PlannedSecurityRule['remoteGroup']> {
  return { id: elementId('security-group', 't', name), uuid: deriveUuid('group', name), members: members.map(memberAddress) };
}

function memberAddress(text: string): MemberAddress {
  const [cidr = '', mac] = text.split(' ');
  const prefix = prefixText(cidr);
  return mac === undefined ? prefix : { ...prefix, mac: known(parseMac(mac), mac) };
}

/** A prefix from its text. */
export function prefixText(cidr: string): MemberAddress {
  return prefixOf(known(parseInterfaceAddress(cidr), cidr));
}

const SG1 = remoteGroup('sg1', '10.0.0.5/32', '2001:db8::5/128');
const SG2 = remoteGroup('sg2', '10.0.0.9/32', '0.0.0.0/0 fa:16:3e:00:00:0a');
const ports = (first: number, last: number) => ({ first, last });

/** Group sg1 of the golden listing: every kind of rule, with and without remote group. */
export const GOLDEN_GROUP = plannedGroup('sg1', [
  plannedRule({ direction: 'egress' }),
  plannedRule({ direction: 'egress', ethertype: 6 }),
  plannedRule({ protocol: 'tcp', ports: ports(22, 22), remotePrefix: prefixText('0.0.0.0/0') }),
  plannedRule({ protocol: 'tcp', ports: ports(8000, 8010), remotePrefix: prefixText('10.0.0.0/8') }),
  plannedRule({ protocol: 'icmp' }),
  plannedRule({ protocol: 'icmp', icmp: { type: 8, code: 0 } }),
  plannedRule({ remoteGroup: SG1 }),
  plannedRule({ ethertype: 6, remoteGroup: SG1 }),
  plannedRule({ protocol: 'tcp', ports: ports(80, 80), remoteGroup: SG1 }),
  plannedRule({ protocol: 'tcp', ports: ports(80, 90), remoteGroup: SG2 }),
  plannedRule({ protocol: 'icmp', remoteGroup: SG2 }),
  plannedRule({ protocol: 'vrrp' }),
  plannedRule({ direction: 'egress', protocol: 'udp', ports: ports(53, 53), remotePrefix: prefixText('8.8.8.8/32') }),
]);
