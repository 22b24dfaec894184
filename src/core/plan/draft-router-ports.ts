import { type ElementId, compact, groupBy } from '#core/base';
import {
  type Router,
  type RouterGateway,
  type RouterInterface,
  type Subnet,
  interfaceAddressOf,
  isReplicated,
  routerModes,
} from '#core/model';
import type { Hosts } from './deployment.ts';
import { draftSnatPorts } from './distributed/draft-snat-ports.ts';
import { draftHaPorts } from './high-availability/draft-ha-ports.ts';
import { placeRouters } from './place-routers.ts';
import { type DraftInput, type PortDraft, pinsOf } from './port-draft.ts';

/** The ports of all routers that have a host: their interfaces, and their gateways after them. */
export function draftRouterPorts(input: DraftInput): readonly PortDraft[] {
  const places = placeRouters(input);
  const placed = input.relations.topology.routers.flatMap((router) => {
    const place = places.get(router.id);
    return place ? [{ router, ...place }] : [];
  });
  return [
    ...placed.flatMap(({ router, hosts }) => draftInterfaces(input, router, hosts)),
    ...placed.flatMap(({ router, gatewayHosts }) => draftHaPorts(input, router, gatewayHosts)),
    ...compact(placed.map(({ router, gatewayHosts }) => router.gateway && draftGateway(input, router.gateway, gatewayHosts))),
    ...placed.flatMap(({ router, gatewayHosts }) => (isDistributed(input, router) ? draftSnatPorts(input, router, gatewayHosts) : [])),
  ];
}

function isDistributed({ relations }: DraftInput, router: Router): boolean {
  return routerModes(relations.topology.fabric, router).distributed;
}

interface Attachment {
  readonly item: RouterInterface;
  readonly subnet: Subnet;
}

/** One port for each IPv4 subnet, and one for all IPv6 subnets of a network (l3_db.py `_add_interface_by_subnet`): the first interface is its element and has its pins. */
function draftInterfaces(input: DraftInput, router: Router, hosts: Hosts): readonly PortDraft[] {
  const attachments = router.interfaces.flatMap((item): Attachment[] => {
    const subnet = input.relations.subnet(item.subnet);
    return subnet ? [{ item, subnet }] : [];
  });
  const byPort = groupBy(attachments, ({ item, subnet }) => (subnet.prefix.address.version === 4 ? item.id : `IPv6 of ${subnet.network}`));
  const owner = interfaceOwner(input, router);
  return compact([...byPort.values()].map((together) => draftInterface(input, together, { owner, hosts })));
}

function interfaceOwner(input: DraftInput, router: Router): PortDraft['owner'] {
  if (isDistributed(input, router)) return 'network:router_interface_distributed';
  return isReplicated(input.relations.topology.fabric, router) ? 'network:ha_router_replicated_interface' : 'network:router_interface';
}

function draftInterface(
  { relations, isPlanned, lock }: DraftInput,
  together: readonly Attachment[],
  { owner, hosts }: Pick<PortDraft, 'owner' | 'hosts'>,
): PortDraft | undefined {
  const [first] = together;
  const network = first && relations.network(first.subnet.network);
  if (!first || !network || !isPlanned(network.id)) return undefined;
  const { item } = first;
  return {
    ...pinsOf(item),
    id: item.id,
    owner,
    network,
    subnets: together.map(({ subnet }) => subnet),
    hosts,
    device: item.router,
    pinned: compact(together.map((attachment) => interfaceAddressOf(attachment.item, attachment.subnet))),
    locked: lockedOf(lock, item.id),
    vmPort: undefined,
    source: item,
    place: item.places.name,
    description: `interface ${item.name}`,
  };
}

function draftGateway({ relations, isPlanned, lock }: DraftInput, gateway: RouterGateway, hosts: Hosts): PortDraft | undefined {
  const network = relations.network(gateway.network);
  const subnets = relations.subnetsOf(gateway.network);
  if (!network?.external || subnets.length === 0 || !isPlanned(network.id)) return undefined;
  return {
    ...pinsOf(gateway),
    id: gateway.id,
    owner: 'network:router_gateway',
    network,
    subnets,
    hosts,
    device: gateway.router,
    pinned: gateway.addresses,
    locked: lockedOf(lock, gateway.id),
    vmPort: undefined,
    source: gateway,
    place: gateway.places.name,
    description: `the gateway of ${relations.router(gateway.router)?.name ?? 'a router'} on ${network.name}`,
  };
}

function lockedOf(lock: DraftInput['lock'], id: ElementId): PortDraft['locked'] {
  return lock.elements.get(id) ?? {};
}
