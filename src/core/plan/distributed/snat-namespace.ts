import type { PlannedPort, PlannedRouter } from '../deployment.ts';
import type { HostInput } from '../host-input.ts';
import { namespaceDevice } from '../namespace-device.ts';
import { BARE_NAMESPACE, type NamespacePlan } from '../namespace-plan.ts';
import { ROUTER_SYSCTLS, acceptAdvertisements, routerNat, wayOut } from '../plan-router-namespace.ts';
import { extraRoutes, gatewayRoutes } from '../router-routes.ts';

/** The `snat-` namespace of a distributed router: its gateway, and a port on each of its subnets to which the hosts send what leaves without floating address (neutron-dataplane 7.4). */
export function snatNamespace(input: HostInput, router: PlannedRouter, ports: readonly PlannedPort[]): NamespacePlan | undefined {
  const way = wayOut(input, router, ports);
  const inside = ports.filter(({ owner }) => owner === 'network:router_centralized_snat').map((port) => namespaceDevice(input, port));
  if (!way && inside.length === 0) return undefined;
  return {
    ...BARE_NAMESPACE,
    name: `snat-${router.uuid}`,
    kind: 'snat',
    element: router.id,
    devices: way ? [...inside, way.device] : inside,
    routes: [...(way ? gatewayRoutes(way.gateway, way.device.name) : []), ...extraRoutes(router)],
    sysctls: [...ROUTER_SYSCTLS, { key: 'net.netfilter.nf_conntrack_tcp_loose', value: '0' }, ...(way ? [acceptAdvertisements(way)] : [])],
    nat: routerNat(input, router, way?.device.name),
  };
}
