import { sortedBy } from '#core/base';
import type { SecurityGroup, SecurityRule } from '#core/model';
import { printPrefix } from '#core/net';
import { printNumbers } from './print-fabric.ts';
import type { NameSpelling } from './spell-names.ts';
import { type Statement, block, flag, line, property } from './statement.ts';

/** A security group's block; a line with several ports was several rules and is printed as such. */
export function printSecurityGroup(group: SecurityGroup, own: string, names: NameSpelling): Statement {
  const rules = sortedBy(group.rules, (rule) => rule.name).map((rule) => printRule(rule, own, names));
  const settings = [flag('stateless', group.stateless), flag('no-default-egress', group.noDefaultEgress), property('id', group.uuid)];
  return block(`security-group ${group.name}`, [...settings, ...rules], { expanded: rules.length > 1 });
}

function printRule(rule: SecurityRule, own: string, names: NameSpelling): Statement {
  const side = rule.direction === 'ingress' ? 'from' : 'to';
  const words = [
    'allow',
    rule.direction,
    ...printProtocol(rule.protocol),
    ...(rule.ports ? [printNumbers(rule.ports)] : []),
    ...(rule.icmp ? ['type', String(rule.icmp.type), ...(rule.icmp.code === undefined ? [] : ['code', String(rule.icmp.code)])] : []),
    ...printRemote(rule.remote, side, own, names),
    ...(rule.ethertype === undefined ? [] : [`ipv${String(rule.ethertype)}`]),
  ];
  return line(words.join(' '));
}

/** Protocols that stand without `proto`. */
const WORDS: ReadonlySet<string | number> = new Set(['tcp', 'udp', 'sctp', 'icmp', 'icmpv6']);

function printProtocol(protocol: SecurityRule['protocol']): readonly string[] {
  if (protocol === undefined) return [];
  return WORDS.has(protocol) ? [String(protocol)] : ['proto', String(protocol)];
}

function printRemote(remote: SecurityRule['remote'], side: 'from' | 'to', own: string, names: NameSpelling): readonly string[] {
  switch (remote.kind) {
    case 'any':
      return [];
    case 'prefix':
      return [side, printPrefix(remote.written ?? remote.prefix)];
    case 'group':
      return [side, 'group', names.inTenants(remote.group, own)];
  }
}
