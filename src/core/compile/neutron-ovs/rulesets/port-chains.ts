import type { ConnectionState, Rule, RuleMatch, RuleTarget } from '#core/netfilter';
import { printRule } from '#core/netfilter';
import { indexBy, qualifiedName } from '#core/base';
import type { IpAddress, MacAddress, Prefix } from '#core/net';
import { linkLocalAddress, sameAddress } from '#core/net';
import type { PlannedPort } from '#core/plan';
import { type ManagedTables, wrapped } from './managed-tables.ts';
import { DROP, RETURN, destination, fixedPrefix, hostPrefix, icmpv6Type, jump, rule, source, udpPorts } from './rule-writer.ts';
import { securityRuleMatches } from './security-rule-matches.ts';

/** The chain of one direction of a port: `i` into the VM, `o` out of it, `s` its allowed sources, and 10 characters of the port's id. */
export function portChain(kind: 'i' | 'o' | 's', port: PlannedPort): string {
  return `${kind}${port.uuid.slice(0, 10)}`;
}

/** What may enter a VM (neutron-dataplane 6.2, ingress): RETURN accepts, what is left falls to `sg-fallback`. */
export function ingressChain(managed: ManagedTables, port: PlannedPort, version: 4 | 6): Rule[] {
  const chain = wrapped(managed, portChain('i', port));
  const write = writer(port, chain, 'hybrid/ingress');
  return [
    ...(version === 6 ? [130, 135, 136].map((type) => write(icmpv6Type(type), RETURN)) : []),
    write([state('RELATED', 'ESTABLISHED')], RETURN, 'belongs to a known conversation'),
    ...dhcpAnswers(port, version).map((matches) => write(matches, RETURN)),
    ...securityRules(port, version, 'ingress', chain),
    write([state('INVALID')], DROP, 'no conversation known for it'),
    write([], jump(wrapped(managed, 'sg-fallback')), 'allowed by no rule'),
  ];
}

/** What a VM may send (neutron-dataplane 6.2, egress): its own DHCP request, then only with its own addresses. */
export function egressChain(managed: ManagedTables, port: PlannedPort, version: 4 | 6): Rule[] {
  const chain = wrapped(managed, portChain('o', port));
  const write = writer(port, chain, 'hybrid/egress');
  const [client, server] = version === 4 ? [68, 67] : [546, 547];
  const spoof = spoofChain(managed, port, version);
  return [
    ...beforeAddress(version).map((matches) => write(matches, RETURN)),
    ...(spoof.length > 0 ? [write([], jump(wrapped(managed, portChain('s', port))), 'only with its own addresses')] : []),
    ...(version === 6
      ? [write(icmpv6Type(134), DROP, 'no router advertisements'), write([{ kind: 'protocol', protocol: 'ipv6-icmp' }], RETURN)]
      : []),
    write(udpPorts(client, server), RETURN, 'DHCP client'),
    write(udpPorts(server, client), DROP, 'no DHCP server'),
    write([state('RELATED', 'ESTABLISHED')], RETURN, 'belongs to a known conversation'),
    ...securityRules(port, version, 'egress', chain),
    write([state('INVALID')], DROP, 'no conversation known for it'),
    write([], jump(wrapped(managed, 'sg-fallback')), 'allowed by no rule'),
  ];
}

/** The allowed pairs of MAC and source address, then DROP; no rule at all for a family in which the port has no pair. */
export function spoofChain(managed: ManagedTables, port: PlannedPort, version: 4 | 6): Rule[] {
  const write = writer(port, wrapped(managed, portChain('s', port)), 'hybrid/spoof');
  const pairs = allowedPairs(port, version);
  if (pairs.length === 0) return [];
  const allowed = pairs.map(({ mac, prefix }) => {
    const fromMac: RuleMatch = { kind: 'mac-source', mac };
    return write(prefix ? [source(prefix), fromMac] : [fromMac], RETURN, 'its own address');
  });
  return [...allowed, write([], DROP, 'not its address')];
}

interface AllowedPair {
  readonly mac: MacAddress;
  /** `undefined`: any address, for a port without one. */
  readonly prefix: Prefix | undefined;
}

/** Allowed address pairs come before fixed addresses; each MAC of an IPv6 pair brings its link-local address once. */
function allowedPairs(port: PlannedPort, version: 4 | 6): AllowedPair[] {
  const fixed = port.addresses.map(({ address }) => ({ mac: port.mac, prefix: hostPrefix(address) }));
  const pairs: AllowedPair[] = [];
  for (const pair of [...port.allowedAddresses, ...fixed]) {
    if (pair.prefix.address.version !== version) continue;
    pairs.push(pair);
    if (version === 6) addOnce(pairs, pair.mac, linkLocalAddress(pair.mac));
  }
  if (port.addresses.length === 0) pairs.push({ mac: port.mac, prefix: undefined });
  return pairs;
}

function addOnce(pairs: AllowedPair[], mac: MacAddress, address: IpAddress): void {
  const prefix = hostPrefix(address);
  const present = pairs.some((p) => p.mac === mac && p.prefix?.length === prefix.length && sameAddress(p.prefix.address, address));
  if (!present) pairs.push({ mac, prefix });
}

function dhcpAnswers(port: PlannedPort, version: 4 | 6): RuleMatch[][] {
  const own = port.addresses.filter(({ address }) => address.version === version).map(({ address }) => destination(hostPrefix(address)));
  if (version === 4) return [...own, destination(fixedPrefix('255.255.255.255', 32))].map((match) => [match, ...udpPorts(67, 68)]);
  return [icmpv6Type(134), ...[...own, destination(fixedPrefix('fe80::', 64))].map((match) => [match, ...udpPorts(547, 546)])];
}

function beforeAddress(version: 4 | 6): RuleMatch[][] {
  if (version === 4) return [[source(fixedPrefix('0.0.0.0', 32)), destination(fixedPrefix('255.255.255.255', 32)), ...udpPorts(68, 67)]];
  return [131, 135, 143].map((type) => [source(fixedPrefix('::', 128)), destination(fixedPrefix('ff02::', 16)), ...icmpv6Type(type)]);
}

/** The rules of all the port's groups in their order; one that reads like an earlier one is left out. */
function securityRules(port: PlannedPort, version: 4 | 6, direction: 'ingress' | 'egress', chain: string): Rule[] {
  const rules = port.securityGroups.flatMap((group) =>
    group.rules
      .filter((r) => r.direction === direction && r.ethertype === version)
      .map((r) => {
        const origin = {
          stage: `hybrid/${direction}`,
          element: r.element,
          neutron: 'iptables_firewall.py _convert_sg_rule_to_iptables_args',
        };
        return rule(origin, chain, securityRuleMatches(r), RETURN, `${qualifiedName(group.id)}: ${direction}`);
      }),
  );
  return [...indexBy(rules, (r) => printRule(r, { comments: false })).values()];
}

function writer(
  port: PlannedPort,
  chain: string,
  stage: string,
): (matches: readonly RuleMatch[], target: RuleTarget, comment?: string) => Rule {
  const origin = { stage, element: port.id, neutron: 'iptables_firewall.py' };
  return (matches, target, comment) =>
    rule(origin, chain, matches, target, comment === undefined ? qualifiedName(port.id) : `${qualifiedName(port.id)}: ${comment}`);
}

function state(...states: ConnectionState[]): RuleMatch {
  return { kind: 'state', states };
}
