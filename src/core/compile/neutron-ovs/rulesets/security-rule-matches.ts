import { ipProtocolNumber } from '#core/model';
import type { RuleMatch } from '#core/netfilter';
import type { PlannedSecurityRule } from '#core/plan';
import { addressSetName } from './address-sets.ts';
import { destination, source } from './rule-writer.ts';

/** IP protocols as `iptables-save` prints them, by number; a number that is not here stays a number. */
const PROTOCOL_NAMES = new Map<number, string>([
  [1, 'icmp'], [2, 'igmp'], [6, 'tcp'], [8, 'egp'], [17, 'udp'], [33, 'dccp'], [41, 'ipv6'], [43, 'ipv6-route'], [44, 'ipv6-frag'], [46, 'rsvp'],
  [47, 'gre'], [50, 'esp'], [51, 'ah'], [58, 'ipv6-icmp'], [59, 'ipv6-nonxt'], [60, 'ipv6-opts'], [89, 'ospf'], [112, 'vrrp'], [113, 'pgm'],
  [132, 'sctp'], [136, 'udplite'],
]); // prettier-ignore

const PORT_EXTENSIONS = new Set(['tcp', 'udp', 'sctp', 'dccp']);

/**
 * What a security group rule asks of a packet: `-s PREFIX -p tcp -m tcp --dport 22 -m set --match-set NIPv4… src`.
 * A remote prefix of length 0 asks nothing, nor does protocol number 0 (neutron-dataplane 6.2).
 */
export function securityRuleMatches(rule: PlannedSecurityRule): RuleMatch[] {
  const incoming = rule.direction === 'ingress';
  const matches: RuleMatch[] = [];
  if (rule.remotePrefix && rule.remotePrefix.length > 0)
    matches.push(incoming ? source(rule.remotePrefix) : destination(rule.remotePrefix));
  matches.push(...protocolMatches(rule));
  if (rule.remoteGroup) {
    matches.push({ kind: 'set', set: addressSetName(rule.remoteGroup.uuid, rule.ethertype), direction: incoming ? 'src' : 'dst' });
  }
  return matches;
}

function protocolMatches(rule: PlannedSecurityRule): RuleMatch[] {
  const protocol = protocolName(rule);
  if (protocol === undefined) return [];
  const matches: RuleMatch[] = [{ kind: 'protocol', protocol }];
  if (rule.icmp) matches.push({ kind: 'icmp-type', version: protocol === 'icmp' ? 4 : 6, ...rule.icmp });
  if (rule.ports) {
    matches.push({
      kind: 'ports',
      extension: PORT_EXTENSIONS.has(protocol) ? protocol : undefined,
      source: undefined,
      destination: rule.ports,
      multiport: protocol === 'udplite' || rule.ports.first !== rule.ports.last,
    });
  }
  return matches;
}

function protocolName({ protocol, ethertype }: PlannedSecurityRule): string | undefined {
  if (protocol === undefined) return undefined;
  const number = ipProtocolNumber(protocol);
  const name = number === undefined ? String(protocol) : (PROTOCOL_NAMES.get(number) ?? String(number));
  if (name === '0' || name === 'any') return undefined;
  const isIcmpv6 = name === 'icmpv6' || (ethertype === 6 && name === 'icmp');
  return isIcmpv6 ? 'ipv6-icmp' : name;
}
