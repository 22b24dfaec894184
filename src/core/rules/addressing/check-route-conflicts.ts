import { type ElementId, compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import {
  type Element,
  type Relations,
  type Router,
  type StaticRoute,
  type Subnet,
  gatewayOf,
  interfaceAddressOf,
  placeOf,
} from '#core/model';
import { type IpAddress, prefixContains, printAddress, printPrefix, sameAddress } from '#core/net';
import { describeElement, nthPlace } from '../describe-element.ts';
import { findRepeats } from '../find-repeats.ts';
import type { Rule } from '../rule.ts';

/** OST2001 host bits in a destination, OST2035 routes that take each other's place, OST2036 routes that run in a circle. */
export const checkRouteConflicts: Rule = (relations) => {
  const { routers, subnets } = relations.topology;
  const steps = createSteps(relations);
  return [
    ...[...routers, ...subnets].flatMap((element) => [...hostBits(element), ...repeats(element)]),
    ...routers.flatMap((router) => connected(relations, router)),
    ...routers.flatMap((router) => defaultRoutes(relations, router)),
    ...routers.flatMap((router) => circles(steps, router)),
  ];
};

type Routed = Element & { readonly routes: readonly StaticRoute[] };

function hostBits(element: Routed): readonly Finding[] {
  return element.routes.flatMap(({ written, destination }, index) => {
    if (!written) return [];
    const cidr = printPrefix(destination);
    const message = `the destination \`${printPrefix(written)}\` of ${describeElement(element)} has bits beyond its prefix length: Neutron refuses such a route. Write \`${cidr}\`, or the prefix length that fits.`;
    return [createFinding('OST2001', { message, place: nthPlace(element, 'route', index), element: element.id, data: { cidr } })];
  });
}

function repeats(element: Routed): readonly Finding[] {
  const routes = element.routes.map((route, index) => ({ route, index }));
  return findRepeats(routes, ({ route }) => printPrefix(route.destination)).map(({ first, repeat }) => {
    const message = `${describeElement(element)} already has a route to ${printPrefix(repeat.route.destination)}, via ${printAddress(first.route.nextHop)}: one of the two takes the other's place. Remove one of them.`;
    return createFinding('OST2035', {
      message,
      place: nthPlace(element, 'route', repeat.index),
      related: [{ message: 'the other route', place: nthPlace(element, 'route', first.index) }],
      element: element.id,
    });
  });
}

/** The agent's `ip route replace` would take away the route to the link itself. */
function connected({ subnet: subnetOf }: Relations, router: Router): readonly Finding[] {
  if (router.routes.length === 0) return [];
  const own = new Map(
    compact(router.interfaces.map((item) => subnetOf(item.subnet))).map((subnet) => [printPrefix(subnet.prefix), subnet] as const),
  );
  return router.routes.flatMap(({ destination, nextHop }, index) => {
    const subnet = own.get(printPrefix(destination));
    if (!subnet) return [];
    const message = `${describeElement(router)} is on ${printPrefix(destination)} itself, and this route would send packets for it to ${printAddress(nextHop)} instead: ${describeElement(subnet)} could no longer be reached through it. Remove the route, or route to a part of the subnet.`;
    return [
      createFinding('OST2035', {
        message,
        place: nthPlace(router, 'route', index),
        related: [{ message: 'the subnet it is on', place: placeOf(subnet, 'cidr') }],
        element: router.id,
      }),
    ];
  });
}

/** The gateway of the external network is a router's default route already. */
function defaultRoutes({ subnetsOf }: Relations, { id, routes, gateway, ...router }: Router): readonly Finding[] {
  if (!gateway || routes.length === 0) return [];
  return routes.flatMap(({ destination, nextHop }, index) => {
    const { version } = destination.address;
    const subnet = subnetsOf(gateway.network).find(({ prefix }) => prefix.address.version === version);
    const way = subnet && gatewayOf(subnet);
    if (destination.length > 0 || !way || sameAddress(way, nextHop)) return [];
    const message = `${describeElement({ id })} has its default route by \`external\`, via ${printAddress(way)}, and this one would send everything to ${printAddress(nextHop)} instead: nothing would leave by the external network any more, and neither source NAT nor floating addresses would work. Remove the route, or the gateway.`;
    return [
      createFinding('OST2035', {
        message,
        place: nthPlace({ id, ...router }, 'route', index),
        related: [{ message: 'the gateway', place: placeOf(gateway, 'external') }],
        element: id,
      }),
    ];
  });
}

/** Where a router sends packets for an address by a written route; `undefined`: it delivers them, has no route or sends them out of the model. */
type Step = (router: Router, destination: IpAddress) => { readonly index: number; readonly next: Router } | undefined;

function createSteps({ topology, subnet: subnetOf, subnetsOf, router: routerOf }: Relations): Step {
  const linksOf = new Map<ElementId, readonly Subnet[]>();
  const owners = new Map<string, ElementId>();
  for (const router of topology.routers) {
    const inside = router.interfaces.flatMap((item) => {
      const subnet = subnetOf(item.subnet);
      const address = subnet && interfaceAddressOf(item, subnet);
      if (address) owners.set(keyOf(subnet.network, address), router.id);
      return subnet ? [subnet] : [];
    });
    for (const address of router.gateway?.addresses ?? []) owners.set(keyOf(router.gateway?.network, address), router.id);
    linksOf.set(router.id, [...inside, ...(router.gateway ? subnetsOf(router.gateway.network) : [])]);
  }
  return (router, destination) => {
    const links = linksOf.get(router.id) ?? [];
    if (router.routes.length === 0 || links.some(({ prefix }) => prefixContains(prefix, destination))) return undefined;
    const index = longestMatch(router.routes, destination);
    const nextHop = router.routes[index]?.nextHop;
    const link = nextHop && links.find(({ prefix }) => prefixContains(prefix, nextHop));
    const owner = link && owners.get(keyOf(link.network, nextHop));
    const next = owner === undefined || owner === router.id ? undefined : routerOf(owner); // itself is OST2020
    return next && { index, next };
  };
}

function keyOf(network: ElementId | undefined, address: IpAddress): string {
  return `${network ?? ''} ${printAddress(address)}`;
}

function longestMatch(routes: readonly StaticRoute[], destination: IpAddress): number {
  let best = -1;
  for (const [index, route] of routes.entries())
    if (prefixContains(route.destination, destination) && route.destination.length > (routes[best]?.destination.length ?? -1)) best = index;
  return best;
}

function circles(step: Step, router: Router): readonly Finding[] {
  return compact(
    router.routes.map(({ destination }, index) => {
      const way = walk(step, router, destination.address);
      return way?.first === index ? circle(router, index, way.passed) : undefined;
    }),
  );
}

/** Follows an address from router to router until it is back where it started; the walk ends where any other router is met again. */
function walk(
  step: Step,
  start: Router,
  destination: IpAddress,
): { readonly first: number; readonly passed: readonly Router[] } | undefined {
  const first = step(start, destination);
  const passed: Router[] = [];
  for (let at = first; at; at = step(at.next, destination)) {
    if (at.next.id === start.id) return first && { first: first.index, passed };
    if (passed.includes(at.next)) return undefined;
    passed.push(at.next);
  }
  return undefined;
}

function circle(router: Router, index: number, passed: readonly Router[]): Finding {
  const route = router.routes[index];
  const by = passed.map((other) => `\`${other.name}\``).join(', ');
  const message = `packets of ${describeElement(router)} for ${route ? printPrefix(route.destination) : ''} come back to it by ${by}: they run in a circle until their time to live is used up. Point one of the routes elsewhere.`;
  return createFinding('OST2036', {
    message,
    place: nthPlace(router, 'route', index),
    related: passed.map((other) => ({ message: `${describeElement(other)} sends them on`, place: placeOf(other, 'route') })),
    element: router.id,
  });
}
