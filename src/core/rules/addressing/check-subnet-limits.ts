import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import type { Element } from '#core/model';
import { describeElement, nthPlace } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** Neutron's `max_dns_nameservers`, `max_subnet_host_routes` and `quota_router_route` as they are unless a deployer changes them. */
const MOST = { dns: 5, subnetRoutes: 20, routerRoutes: 30 } as const;

/** OST2025: as many name servers and routes as Neutron stores (neutron-dataplane 9.3, 9.5). */
export const checkSubnetLimits: Rule = ({ topology }) => [
  ...topology.subnets.flatMap((subnet) =>
    compact([
      tooMany(subnet, subnet.dnsServers.length, MOST.dns, 'dns', 'name servers'),
      tooMany(subnet, subnet.routes.length, MOST.subnetRoutes, 'route', 'routes'),
    ]),
  ),
  ...topology.routers.flatMap((router) => compact([tooMany(router, router.routes.length, MOST.routerRoutes, 'route', 'routes')])),
];

function tooMany(element: Element, count: number, most: number, property: string, what: string): Finding | undefined {
  if (count <= most) return undefined;
  const message = `${describeElement(element)} has ${String(count)} ${what}, and Neutron stores ${String(most)} at most: the request would be refused as a whole. Remove ${String(count - most)} of them.`;
  return createFinding('OST2025', { message, place: nthPlace(element, property, most), element: element.id, data: { count, most } });
}
