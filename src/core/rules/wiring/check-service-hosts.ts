import { createFinding } from '#core/diagnostics';
import { type Host, type Router, hasDhcpService, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4002 no network host for routers and DHCP (once: it is one mistake), OST4003 a router pinned to another kind of host. */
export const checkServiceHosts: Rule = ({ topology, host: hostOf }) => {
  const { hosts, routers, subnets } = topology;
  const pinned = routers.flatMap((router) => {
    const host = router.host === undefined ? undefined : hostOf(router.host);
    return host && host.roles.length > 0 && !host.roles.includes('network') ? [wrongHost(router, host)] : [];
  });
  if (hosts.some((host) => host.roles.includes('network'))) return pinned;
  const needing = [...routers, ...subnets.filter((subnet) => hasDhcpService(topology.fabric, subnet))];
  const [first, ...others] = needing;
  if (!first || hosts.length === 0) return pinned;
  const message = `no host has the role network, so ${describeElement(first)}${others.length > 0 ? ` and ${String(others.length)} more routers and DHCP subnets run` : ' runs'} nowhere: guests get no address by DHCP and no way out of their subnet. Add \`roles network\` to a host.`;
  return [...pinned, createFinding('OST4002', { message, place: first.places.name, element: first.id, data: { count: needing.length } })];
};

function wrongHost(router: Router, host: Host) {
  const message = `${describeElement(router)} is pinned to ${describeElement(host)}, which is no network host: no L3 agent makes its namespace there. Name a network host, or add \`network\` to the roles; until then another host is planned.`;
  return createFinding('OST4003', {
    message,
    place: placeOf(router, 'host'),
    related: [{ message: `\`${host.name}\` has the roles ${host.roles.join(', ')}`, place: placeOf(host, 'roles') }],
    element: router.id,
    data: { host: host.name },
  });
}
