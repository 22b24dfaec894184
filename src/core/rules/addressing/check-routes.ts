import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type Router, type StaticRoute, type Subnet, interfaceAddressOf, placeOf } from '#core/model';
import { type IpAddress, isHostAddress, prefixContains, printAddress, printPrefix, sameAddress } from '#core/net';
import { describeElement, nthPlace } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST2019 a router's next hop on none of its subnets, OST2020 the router itself, OST2021 a subnet's next hop outside it, OST2051 an address nobody has. */
export const checkRoutes: Rule = (relations) => [
  ...relations.topology.routers.flatMap((router) => routerRoutes(relations, router)),
  ...relations.topology.subnets.flatMap((subnet) =>
    compact(subnet.routes.map((route, index) => subnetRoute(relations, subnet, route, index))),
  ),
];

function routerRoutes({ subnet: subnetOf, subnetsOf }: Relations, router: Router): readonly Finding[] {
  if (router.routes.length === 0) return [];
  const connected = compact(router.interfaces.map((item) => subnetOf(item.subnet)));
  const external = router.gateway ? subnetsOf(router.gateway.network) : [];
  const own = [
    ...compact(
      router.interfaces.map((item) => {
        const subnet = subnetOf(item.subnet);
        return subnet && interfaceAddressOf(item, subnet);
      }),
    ),
    ...(router.gateway?.addresses ?? []),
  ];
  return compact(
    router.routes.map((route, index) => toItself(router, route, index, own) ?? unconnected(router, route, index, connected, external)),
  );
}

function toItself(router: Router, { destination, nextHop }: StaticRoute, index: number, own: readonly IpAddress[]): Finding | undefined {
  if (!own.some((address) => sameAddress(address, nextHop))) return undefined;
  const message = `${describeElement(router)} sends ${printPrefix(destination)} to ${printAddress(nextHop)}, its own address: the packets go nowhere. Name the next router or guest.`;
  return createFinding('OST2020', { message, place: nthPlace(router, 'route', index), element: router.id });
}

function unconnected(
  router: Router,
  { destination, nextHop }: StaticRoute,
  index: number,
  connected: readonly Subnet[],
  external: readonly Subnet[],
): Finding | undefined {
  if (destination.address.version !== nextHop.version) return undefined; // OST2026
  const links = [...connected, ...external];
  const link = links.find(({ prefix }) => prefixContains(prefix, nextHop));
  if (link) return nobodys(router, link, nextHop, index);
  const where = links.map(({ prefix }) => printPrefix(prefix)).join(', ') || 'none';
  const message = `${describeElement(router)} sends ${printPrefix(destination)} to ${printAddress(nextHop)}, which lies on none of its subnets (${where}): it cannot ask for that MAC, so the route is unreachable. Name a next hop on one of them, or add the interface.`;
  return createFinding('OST2019', {
    message,
    place: nthPlace(router, 'route', index),
    related: links.map((subnet) => ({ message: `connected: ${printPrefix(subnet.prefix)}`, place: placeOf(subnet, 'cidr') })),
    element: router.id,
    data: { nextHop: printAddress(nextHop) },
  });
}

/** The first address of an IPv6 subnet is its routers'. */
function nobodys(owner: Router | Subnet, link: Subnet, nextHop: IpAddress, index: number): Finding | undefined {
  if (nextHop.version === 6 || isHostAddress(link.prefix, nextHop)) return undefined;
  const which = sameAddress(nextHop, link.prefix.address) ? 'network' : 'broadcast';
  const message = `the next hop ${printAddress(nextHop)} of ${describeElement(owner)} is the ${which} address of ${describeElement(link)} (${printPrefix(link.prefix)}): nobody answers ARP for it, so the route is unreachable. Name a router or guest of the subnet.`;
  return createFinding('OST2051', {
    message,
    place: nthPlace(owner, 'route', index),
    related: [{ message: printPrefix(link.prefix), place: placeOf(link, 'cidr') }],
    element: owner.id,
  });
}

/** Guests get these routes by DHCP; a next hop on another subnet of the same network is on their link too. */
function subnetRoute({ subnetsOf }: Relations, subnet: Subnet, { destination, nextHop }: StaticRoute, index: number): Finding | undefined {
  if (subnet.prefix.address.version !== nextHop.version) return undefined; // OST2026
  const link = subnetsOf(subnet.network).find(({ prefix }) => prefixContains(prefix, nextHop));
  if (link) return nobodys(subnet, link, nextHop, index);
  const message = `${describeElement(subnet)} tells its guests to reach ${printPrefix(destination)} by ${printAddress(nextHop)}, which is not on their link (${printPrefix(subnet.prefix)}): they will ignore the route. Name a next hop inside the subnet.`;
  return createFinding('OST2021', {
    message,
    place: nthPlace(subnet, 'route', index),
    element: subnet.id,
    data: { nextHop: printAddress(nextHop) },
  });
}
