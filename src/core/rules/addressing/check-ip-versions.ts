import type { SourcePlace } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, type Router, type StaticRoute, type Subnet, placeOf } from '#core/model';
import { type IpAddress, printAddress, printPrefix } from '#core/net';
import { describeElement, nthPlace } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST2026: name servers and routes of a subnet have its IP version, and a route's two ends have one (neutron-dataplane 9.3). */
export const checkIpVersions: Rule = ({ topology }) => [
  ...topology.subnets.flatMap((subnet) => [...nameServers(subnet), ...subnetRoutes(subnet)]),
  ...topology.routers.flatMap(routerRoutes),
];

function nameServers(subnet: Subnet): readonly Finding[] {
  const { version } = subnet.prefix.address;
  return subnet.dnsServers
    .filter((server) => server.version !== version)
    .map((server) =>
      mixed(
        subnet,
        placeOf(subnet, 'dns'),
        `the name server ${printAddress(server)} of ${describeElement(subnet)} is an IPv${String(server.version)} address, and the subnet is IPv${String(version)}: its DHCP service cannot hand it out. Write it at a subnet of its own version.`,
      ),
    );
}

function subnetRoutes(subnet: Subnet): readonly Finding[] {
  const { version } = subnet.prefix.address;
  return subnet.routes.flatMap((route, index) =>
    isOf(version, route)
      ? []
      : [
          mixed(
            subnet,
            nthPlace(subnet, 'route', index),
            `${describeElement(subnet)} is IPv${String(version)}, and the route ${printRoute(route)} is not: guests are not told of it. Write it at a subnet of its own version.`,
          ),
        ],
  );
}

function routerRoutes(router: Router): readonly Finding[] {
  return router.routes.flatMap((route, index) =>
    isOf(route.destination.address.version, route)
      ? []
      : [
          mixed(
            router,
            nthPlace(router, 'route', index),
            `the route ${printRoute(route)} of ${describeElement(router)} mixes IPv4 and IPv6: no packet for the one can be sent to the other. Name a next hop of the destination's version.`,
          ),
        ],
  );
}

function isOf(version: IpAddress['version'], { destination, nextHop }: StaticRoute): boolean {
  return destination.address.version === version && nextHop.version === version;
}

function printRoute({ destination, nextHop }: StaticRoute): string {
  return `${printPrefix(destination)} via ${printAddress(nextHop)}`;
}

function mixed(element: Element, place: SourcePlace, message: string): Finding {
  return createFinding('OST2026', { message, place, element: element.id });
}
