import { compact } from '#core/base';
import { type Network, type Router, type Subnet, mayUse } from '#core/model';
import { prefixContains, prefixesOverlap } from '#core/net';
import { type ast } from '#language';
import { isServed } from './carriage.ts';
import { type FittingPlace, findNamed, pinnedAddresses } from './fitting-place.ts';

/** Whether a router can have an interface on a subnet of a name without more words than are there. */
export function isJoinable(place: FittingPlace, item: ast.RouterInterface, name: string): boolean {
  const subnet = findNamed(place, place.relations.topology.subnets, ({ network }) => network, name);
  return subnet !== undefined && canJoin(place, routerOf(place, item.$container), subnet, pinnedAddresses(item.settings, 'ip'));
}

/** The subnets that an interface can be put on without more words. */
export function joinableSubnets(place: FittingPlace, router: ast.Router | undefined): readonly Subnet[] {
  return place.relations.topology.subnets.filter((subnet) => canJoin(place, router && routerOf(place, router), subnet, []));
}

function routerOf({ relations, idsOf }: FittingPlace, node: ast.Router): Router | undefined {
  return relations.router(idsOf(node)[0] ?? relations.topology.fabric.id);
}

/** Seen by the tenant, apart from what the router has already, reached by its host, and with an address to be had: that of the gateway unless one is pinned. */
function canJoin(
  { relations, own }: FittingPlace,
  router: Router | undefined,
  subnet: Subnet,
  pinned: ReturnType<typeof pinnedAddresses>,
): boolean {
  const network = relations.network(subnet.network);
  if (!network || network.external || (own !== undefined && !mayUse(own, network))) return false;
  const there = compact(router?.interfaces.map((item) => relations.subnet(item.subnet)) ?? []);
  const outside = router?.gateway ? relations.subnetsOf(router.gateway.network) : [];
  if ([...there, ...outside].some(({ prefix }) => prefixesOverlap(prefix, subnet.prefix))) return false;
  const hasAddress =
    pinned.length > 0
      ? pinned.every((address) => prefixContains(subnet.prefix, address))
      : subnet.gateway.kind !== 'none' && relations.interfacesOn(subnet.id).length === 0;
  return hasAddress && isServed(relations, network, router?.host);
}

/** Whether a network of a name can be a router's way out. */
export function isWayOut(place: FittingPlace, external: ast.RouterExternal, name: string): boolean {
  const { relations } = place;
  const network = findNamed(place, relations.topology.networks, ({ id }) => id, name);
  return (
    network !== undefined && canLeadOut(place, routerOf(place, external.$container), network, pinnedAddresses(external.settings, 'ip'))
  );
}

/** The networks that can be a router's way out. */
export function waysOut(place: FittingPlace, router: ast.Router): readonly Network[] {
  return place.relations.topology.networks.filter((network) => canLeadOut(place, routerOf(place, router), network, []));
}

function canLeadOut(
  { relations }: FittingPlace,
  router: Router | undefined,
  network: Network,
  pinned: ReturnType<typeof pinnedAddresses>,
): boolean {
  const subnets = relations.subnetsOf(network.id);
  const inside = compact(router?.interfaces.map((item) => relations.subnet(item.subnet)) ?? []);
  return (
    network.external &&
    subnets.length > 0 &&
    pinned.every((address) => subnets.some(({ prefix }) => prefixContains(prefix, address))) &&
    !inside.some((own) => subnets.some(({ prefix }) => prefixesOverlap(prefix, own.prefix))) &&
    isServed(relations, network, router?.host)
  );
}
