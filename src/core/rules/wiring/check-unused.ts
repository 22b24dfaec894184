import { type Finding, createFinding } from '#core/diagnostics';
import type { Network, Relations, Router } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4031 a network nothing stands on, OST4032 a router that joins nothing: hints. */
export const checkUnused: Rule = (relations) => [
  ...relations.topology.networks.filter((network) => !isUsed(relations, network)).map(unusedNetwork),
  ...relations.topology.routers.filter(({ interfaces }) => interfaces.length === 0).map(unusedRouter),
];

function isUsed({ portsOn, gatewaysOn, subnetsOf, interfacesOn }: Relations, { id }: Network): boolean {
  return portsOn(id).length > 0 || gatewaysOn(id).length > 0 || subnetsOf(id).some((subnet) => interfacesOn(subnet.id).length > 0);
}

function unusedNetwork(network: Network): Finding {
  const message = `${describeElement(network)} has no port of a VM and no router: nothing is ever sent on it. Use it or remove it.`;
  return createFinding('OST4031', { message, place: network.places.name, element: network.id });
}

function unusedRouter(router: Router): Finding {
  const message = `${describeElement(router)} has no interface, so no guest can send anything through it. Write \`interface SUBNET\`, or remove it.`;
  return createFinding('OST4032', { message, place: router.places.name, element: router.id });
}
