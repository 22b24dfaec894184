import { compact, qualifiedName } from '#core/base';
import { printPrefix } from '#core/net';
import type { PlannedSecurityGroupRef, PlannedSecurityRule } from '#core/plan';

/** The rules in effect of some groups, one a line, each once. */
export function printRules(groups: readonly PlannedSecurityGroupRef[]): string {
  return [...new Set(groups.flatMap(({ rules }) => rules.map(printRule)))].join('\n');
}

/** A rule as Neutron stores it, in the language's words: `ingress tcp 80 from group demo.web (2 addresses), IPv4`. */
function printRule({ direction, protocol, ports, icmp, remotePrefix, remoteGroup, ethertype }: PlannedSecurityRule): string {
  const side = direction === 'ingress' ? 'from' : 'to';
  const range = ports && (ports.first === ports.last ? String(ports.first) : `${ports.first}..${ports.last}`);
  const remote = remoteGroup
    ? `${side} group ${qualifiedName(remoteGroup.id)} (${countAddresses(remoteGroup.members.length)})`
    : remotePrefix && `${side} ${printPrefix(remotePrefix)}`;
  const type = icmp && compact([`type ${icmp.type}`, icmp.code === undefined ? undefined : `code ${icmp.code}`]).join(' ');
  return `${compact([direction, String(protocol ?? 'any'), range, type, remote]).join(' ')}, IPv${ethertype}`;
}

function countAddresses(count: number): string {
  return count === 1 ? '1 address' : `${count} addresses`;
}
