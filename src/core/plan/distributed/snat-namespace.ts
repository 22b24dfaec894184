import type { PlannedPort, PlannedRouter } from '../deployment.ts';
import type { HostInput } from '../host-input.ts';
import { namespaceDevice } from '../namespace-device.ts';
import { BARE_NAMESPACE, type NamespacePlan } from '../namespace-plan.ts';
import { ROUTER_SYSCTLS, acceptAdvertisements, routerNat, wayOut } from '../plan-router-namespace.ts';
import { extraRoutes, gatewayRoutes } from '../router-routes.ts';

/**
 * The `snat-` namespace of a distributed router on a host that has its gateway: that, and a port on each of its subnets to which the hosts send what leaves without
 * floating address (neutron-dataplane 7.4). Of a highly available router it has the HA port too, and is there also without a gateway (dvr_edge_ha_router.py `initialize`).
 */
export function snatNamespace(input: HostInput, router: PlannedRouter, ports: readonly PlannedPort[]): NamespacePlan | undefined {
  const way = wayOut(input, router, ports);
  const inside = ports.filter(({ owner }) => INSIDE.has(owner)).map((port) => namespaceDevice(input, port));
  if (!way && inside.length === 0) return undefined;
  return {
    ...BARE_NAMESPACE,
    name: `snat-${router.uuid}`,
    kind: 'snat',
    element: router.id,
    devices: way ? [...inside, way.device] : inside,
    routes: [...(way ? gatewayRoutes(way.gateway, way.device.name) : []), ...extraRoutes(router)],
    sysctls: [...ROUTER_SYSCTLS, { key: 'net.netfilter.nf_conntrack_tcp_loose', value: '0' }, ...(way ? [acceptAdvertisements(way)] : [])],
    nat: way && routerNat(input, router, way.device.name),
  };
}

const INSIDE: ReadonlySet<PlannedPort['owner']> = new Set(['network:router_centralized_snat', 'network:router_ha_interface']);
