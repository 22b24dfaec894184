import { compact, indexBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { DEFAULT_GROUP, type Relations, type SecurityGroup, type SecurityRule, type VmPort, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { groupsOfPort } from './groups-of-port.ts';

/** OST5010 stateful and stateless groups on one port, OST5011 groups on a port that gets no address, OST5013 a group without members (a hint). */
export const checkGroupUse: Rule = (relations) => {
  const { ports, securityGroups } = relations.topology;
  const used = new Set(ports.flatMap((port) => groupsOfPort(relations, port)));
  return [
    ...compact(ports.map((port) => mixedState(relations, port))),
    ...compact(ports.map((port) => withoutAddress(relations, port))),
    ...unusedGroups(
      securityGroups.filter(({ id }) => !used.has(id)),
      securityGroups,
    ),
  ];
};

function mixedState({ securityGroup }: Relations, port: VmPort): Finding | undefined {
  const ids = port.securityGroups ?? [];
  const groups = compact(ids.map(securityGroup));
  const stateless = groups.find((group) => group.stateless);
  const stateful = groups.find((group) => !group.stateless);
  // the `default` group of a tenant that does not write it tracks connections
  const tracking = stateful?.name ?? (ids.length > groups.length ? DEFAULT_GROUP : undefined);
  if (!stateless || tracking === undefined) return undefined;
  const message = `${describeElement(port)} is in \`${tracking}\`, which tracks connections, and in \`${stateless.name}\`, which does not: a packet is tracked or it is not, so Neutron refuses the two together. Make them alike.`;
  return createFinding('OST5010', {
    message,
    place: placeOf(port, 'security'),
    related: [
      { message: 'stateless', place: placeOf(stateless, 'stateless') },
      ...(stateful ? [{ message: 'stateful', place: stateful.places.name }] : []),
    ],
    element: port.id,
  });
}

/** Filters match addresses: a port without one cannot be filtered. */
function withoutAddress({ network: networkOf, subnetsOf }: Relations, port: VmPort): Finding | undefined {
  const network = networkOf(port.network);
  if (!network || (port.securityGroups ?? []).length === 0 || subnetsOf(network.id).length > 0) return undefined;
  const message = `${describeElement(port)} names security groups, but ${describeElement(network)} has no subnet to give it an address, and filters need one: Neutron refuses the groups. Give the network a subnet, or write \`security none\`.`;
  return createFinding('OST5011', {
    message,
    place: placeOf(port, 'security'),
    related: [{ message: 'a network without subnet', place: network.places.name }],
    element: port.id,
  });
}

function unusedGroups(unused: readonly SecurityGroup[], all: readonly SecurityGroup[]): readonly Finding[] {
  if (unused.length === 0) return [];
  const naming = indexBy(
    all.flatMap(({ rules }) => rules),
    ({ remote }) => (remote.kind === 'group' ? remote.group : undefined),
  );
  return unused.map((group) => unusedFinding(group, naming.get(group.id)));
}

function unusedFinding(group: SecurityGroup, rule: SecurityRule | undefined): Finding {
  const why = rule ? 'so rules that name it match nobody' : 'so its rules are never applied';
  const message = `no port is in ${describeElement(group)}, ${why}. Write \`security ${group.name}\` at a port, or remove it.`;
  return createFinding('OST5013', {
    message,
    place: group.places.name,
    related: rule ? [{ message: 'a rule that names it', place: rule.places.whole }] : [],
    element: group.id,
  });
}
