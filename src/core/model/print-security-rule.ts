import type { ElementId } from '#core/base';
import { printPrefix } from '#core/net';
import type { SecurityRule } from './tenant.ts';

/** Protocols that stand without `proto`. */
const WORDS: ReadonlySet<string | number> = new Set(['tcp', 'udp', 'sctp', 'icmp', 'icmpv6']);

/** A rule as the language writes it: `allow ingress tcp 80 from group web`. `nameOf` spells the groups it names. */
export function printSecurityRule(rule: SecurityRule, nameOf: (group: ElementId) => string): string {
  const { direction, protocol, ports, icmp, ethertype } = rule;
  const words = [
    'allow',
    direction,
    ...(protocol === undefined ? [] : WORDS.has(protocol) ? [protocol] : ['proto', protocol]),
    ...(ports ? [ports.first === ports.last ? ports.first : `${String(ports.first)}..${String(ports.last)}`] : []),
    ...(icmp ? ['type', icmp.type, ...(icmp.code === undefined ? [] : ['code', icmp.code])] : []),
    ...printRemote(rule, nameOf),
    ...(ethertype === undefined ? [] : [`ipv${String(ethertype)}`]),
  ];
  return words.join(' ');
}

function printRemote({ remote, direction }: SecurityRule, nameOf: (group: ElementId) => string): readonly string[] {
  const side = direction === 'ingress' ? 'from' : 'to';
  switch (remote.kind) {
    case 'any':
      return [];
    case 'prefix':
      return [side, printPrefix(remote.written ?? remote.prefix)];
    case 'group':
      return [side, 'group', nameOf(remote.group)];
  }
}
