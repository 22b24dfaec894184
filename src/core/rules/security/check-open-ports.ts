import { type ElementId, compact, groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type SecurityRule, type VmPort, ethertypeOf, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { groupsOfPort } from './groups-of-port.ts';
import { protocolNumber } from './protocol-number.ts';
import { ruleFaults } from './rule-faults.ts';

/**
 * OST5014, a hint: SSH (22) or RDP (3389) open to everybody at a port the world can reach, by a floating address or because it stands on an
 * external network. Said once for each rule that opens it, and for each port without port security.
 */
export const checkOpenPorts: Rule = (relations) => {
  const reachable = relations.topology.ports.flatMap((port): Reachable[] => {
    const why = reachableBy(relations, port);
    return why ? [{ port, why }] : [];
  });
  const [filtered, open] = [
    reachable.filter((item) => isFiltered(relations, item)),
    reachable.filter((item) => !isFiltered(relations, item)),
  ];
  const byGroup = groupBy(
    filtered.flatMap((item) => groupsOfPort(relations, item.port).map((group) => ({ ...item, group }))),
    ({ group }) => group,
  );
  return [...compact([...byGroup].map(([group, items]) => ruleFinding(relations, group, items))), ...open.map(unfilteredFinding)];
};

interface Reachable {
  readonly port: VmPort;
  /** The floating address, or the external network. */
  readonly why: Finding['related'][number];
}

function reachableBy({ floatingIpsOf, network: networkOf }: Relations, port: VmPort): Reachable['why'] | undefined {
  const [floating] = floatingIpsOf(port.id);
  if (floating) return { message: `reached by ${describeElement(floating)}`, place: floating.places.name };
  const network = networkOf(port.network);
  return network?.external === true ? { message: 'it stands on an external network', place: network.places.name } : undefined;
}

/** Without a firewall driver nothing is filtered anywhere, which has its own finding. */
function isFiltered({ network, topology }: Relations, { port }: Reachable): boolean {
  return topology.fabric.firewall === 'none' || (port.portSecurity && (network(port.network)?.portSecurity ?? true));
}

const SENSITIVE = [
  { port: 22, name: 'SSH (22)' },
  { port: 3389, name: 'RDP (3389)' },
] as const;

/** What a rule opens to everybody. */
function openedBy(rule: SecurityRule): readonly string[] {
  const { direction, remote, ports } = rule;
  const everybody = remote.kind === 'any' || (remote.kind === 'prefix' && remote.prefix.length === 0);
  const protocol = protocolNumber(rule);
  if (direction !== 'ingress' || !everybody || ethertypeOf(rule) !== 4 || (protocol !== undefined && protocol !== 6)) return [];
  return SENSITIVE.filter(({ port }) => !ports || (ports.first <= port && port <= ports.last)).map(({ name }) => name);
}

function ruleFinding({ securityGroup }: Relations, id: ElementId, items: readonly Reachable[]): Finding | undefined {
  const rules = securityGroup(id)?.rules.filter((candidate) => ruleFaults(candidate).length === 0) ?? [];
  const rule = rules.find((candidate) => openedBy(candidate).length > 0);
  const [first] = items;
  if (!rule || !first) return undefined;
  const others = items.length > 1 ? ` and ${String(items.length - 1)} more` : '';
  const message = `${openedBy(rule).join(' and ')} of ${describeElement(first.port)}${others} is open to the whole world: guessed passwords are tried there within minutes. Name the prefix it may come from.`;
  return createFinding('OST5014', {
    message,
    place: rule.places.whole,
    related: [{ message: 'a port it opens', place: first.port.places.name }, first.why],
    element: rule.id,
  });
}

function unfilteredFinding({ port, why }: Reachable): Finding {
  const message = `${describeElement(port)} is reached from the whole world and port security is off, so every port of its guest is open, SSH (22) and RDP (3389) too. Turn port security on, and allow what is to be reached.`;
  return createFinding('OST5014', { message, place: placeOf(port, 'port-security'), related: [why], element: port.id });
}
