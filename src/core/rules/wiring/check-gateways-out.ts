import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type Router, type RouterGateway, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4019 a gateway on a network that is not external, OST4027 one on a network that has no address for it (neutron-dataplane 9.5). */
export const checkGatewaysOut: Rule = (relations) =>
  compact(relations.topology.routers.map((router) => router.gateway && wrongGateway(relations, router, router.gateway)));

function wrongGateway({ network: networkOf, subnetsOf }: Relations, router: Router, gateway: RouterGateway): Finding | undefined {
  const network = networkOf(gateway.network);
  if (!network) return undefined;
  const parts = {
    place: placeOf(gateway, 'external'),
    related: [{ message: 'the network', place: network.places.name }],
    element: gateway.id,
    data: { network: network.id },
  };
  if (!network.external) {
    const message = `${describeElement(router)} has its gateway on ${describeElement(network)}, which is not external: Neutron makes gateways on networks marked \`external\` only. Mark the network, or join it with \`interface\`.`;
    return createFinding('OST4019', { message, ...parts });
  }
  if (subnetsOf(network.id).length > 0) return undefined;
  const message = `${describeElement(router)} gets no address on ${describeElement(network)}, which has no subnet: it could neither translate nor route outwards. Give the network a subnet.`;
  return createFinding('OST4027', { message, ...parts });
}
