import { groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, type Relations, type Topology, placeOf, routerModes } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { MOST_VIRTUAL_ROUTERS } from './virtual-routers.ts';

/**
 * OST4025 highly available routers without hosts for a standby, OST4026 distributed ones without l2-population: said once, at the choice or its first use.
 * OST4037 highly available routers for which their tenant has no VRID left.
 */
export const checkRouterModes: Rule = ({ topology }) => [...standbys(topology), ...distribution(topology), ...virtualRouterIds(topology)];

/** Neutron's `max_l3_agents_per_router`; 0 means all there are. */
const DEFAULT_HOSTS_PER_ROUTER = 3;

function standbys({ fabric, hosts, routers }: Topology): readonly Finding[] {
  const router = routers.find((candidate) => routerModes(fabric, candidate).highlyAvailable);
  const networkHosts = hosts.filter((host) => host.roles.includes('network'));
  if (!router || networkHosts.length === 0) return []; // no network host at all is OST4002
  const wanted = fabric.ha.hostsPerRouter;
  const count = networkHosts.length;
  const report = (place: Finding['place'], element: Element, message: string) => [
    createFinding('OST4025', {
      message,
      place,
      related: networkHosts.map((host) => ({ message: 'a network host', place: placeOf(host, 'roles') })),
      element: element.id,
      data: { count, wanted: wanted ?? DEFAULT_HOSTS_PER_ROUTER },
    }),
  ];
  const place = router.ha === undefined ? placeOf(fabric, 'ha') : placeOf(router, 'ha');
  const element = router.ha === undefined ? fabric : router;
  if (count === 1)
    return report(
      place,
      element,
      `${describeElement(router)} is highly available, but there is one network host only: when it fails, nobody takes over. Give a second host \`roles network\`, or write \`ha off\`.`,
    );
  if (wanted === 1)
    return report(
      placeOf(fabric, 'ha.hosts-per-router'),
      fabric,
      `\`hosts-per-router 1\` leaves highly available routers without a standby: when its host fails, nobody takes over. Write 2 or more.`,
    );
  if (wanted === undefined || wanted <= count) return [];
  return report(
    placeOf(fabric, 'ha.hosts-per-router'),
    fabric,
    `\`hosts-per-router ${String(wanted)}\` is more than the ${String(count)} network hosts there are: each router gets ${String(count)}. Add network hosts, or lower it.`,
  );
}

/** The Open vSwitch agent does not start with distributed routing over tunnels and no l2-population (neutron-dataplane 2). */
function distribution({ fabric, routers, networks }: Relations['topology']): readonly Finding[] {
  const router = routers.find((candidate) => routerModes(fabric, candidate).distributed);
  const tunnelled = networks.find(({ segment }) => segment.kind === 'overlay');
  if (!router || !tunnelled || fabric.l2Population) return [];
  const element = router.dvr === undefined ? fabric : router;
  const message = `${describeElement(router)} is distributed, and overlay networks such as ${describeElement(tunnelled)} need \`l2-population on\` for that: every host answers for the same router MAC, and only l2-population keeps the switches from learning it from all of them. Write \`l2-population on\` at the fabric, or \`dvr off\`.`;
  return [
    createFinding('OST4026', {
      message,
      place: placeOf(element, 'dvr'),
      related: [{ message: 'an overlay network', place: tunnelled.places.name }],
      element: element.id,
    }),
  ];
}

/** VRRP numbers the routers of a network with one byte; Neutron gives out 1..254, and has one network for all highly available routers of a tenant (l3_hamode_db.py). */
function virtualRouterIds({ fabric, routers, tenants }: Topology): readonly Finding[] {
  const byTenant = groupBy(
    routers.filter((router) => routerModes(fabric, router).highlyAvailable),
    ({ tenant }) => tenant,
  );
  return tenants.flatMap((tenant) => {
    const those = byTenant.get(tenant.id) ?? [];
    return those.slice(MOST_VIRTUAL_ROUTERS).map((router) =>
      createFinding('OST4037', {
        message: `${describeElement(tenant)} has ${String(those.length)} highly available routers, and there are VRIDs for ${String(MOST_VIRTUAL_ROUTERS)}: Neutron refuses to make ${describeElement(router)}. Write \`ha off\` at it, or move it to another tenant.`,
        place: router.places.name,
        related: [{ message: 'their tenant', place: tenant.places.name }],
        element: router.id,
        data: { count: those.length, most: MOST_VIRTUAL_ROUTERS },
      }),
    );
  });
}
