import { type ElementId, sortedBy } from '#core/base';
import { createAddress, linkLocalAddress, printPrefix } from '#core/net';
import type { PlannedRouter } from '../deployment.ts';
import type { KeepalivedPlan, NamespacePlan } from '../namespace-plan.ts';
import { extraRoutes, gatewayRoutes } from '../router-routes.ts';

/** keepalived of a namespace with an HA port: it puts on the addresses and routes of `namespace` where the router is at work. `undefined` where there is none. */
export function planKeepalived(namespace: NamespacePlan, router: PlannedRouter, host: ElementId): KeepalivedPlan | undefined {
  const heartbeat = namespace.devices.find(({ prefix }) => prefix === 'ha-');
  const { virtualRouterId } = router;
  if (!heartbeat || virtualRouterId === undefined) return undefined;
  return {
    routerUuid: router.uuid,
    virtualRouterId,
    interface: heartbeat.name,
    primaryAddress: { address: createAddress(4, PRIMARY_ADDRESSES + BigInt(virtualRouterId)), length: 24 },
    excludedAddresses: excludedAddresses(namespace),
    routes: virtualRoutes(namespace, router),
    active: router.hosts[0] === host,
  };
}

/** 169.254.0.0: Neutron takes the first /24 of 169.254.0.0/16 that nothing else uses. */
const PRIMARY_ADDRESSES = 0xa9fe0000n;

/** Every address of the router, and the link-local ones, which the kernel must not make on a standby; by their text. */
function excludedAddresses({ devices }: NamespacePlan): KeepalivedPlan['excludedAddresses'] {
  const routed = devices.filter(({ prefix }) => prefix !== 'ha-');
  const all = routed.flatMap(({ name, mac, addresses }) => [
    { address: { address: linkLocalAddress(mac), length: 64 }, device: name, linkScope: true },
    ...addresses.map((address) => ({ address, device: name, linkScope: false })),
  ]);
  return sortedBy(all, ({ address }) => printPrefix(address));
}

/** The gateway's, those written, the external network's other subnets (keepalived.py `KeepalivedInstanceRoutes.routes`). */
function virtualRoutes({ devices }: NamespacePlan, router: PlannedRouter): KeepalivedPlan['routes'] {
  const outside = devices.find(({ prefix }) => prefix === 'qg-')?.name;
  const { gateway } = router;
  if (!gateway || outside === undefined) return extraRoutes(router);
  return [
    ...gatewayRoutes({ ...gateway, extraSubnets: [] }, outside),
    ...extraRoutes(router),
    ...gatewayRoutes({ ...gateway, nextHops: [] }, outside),
  ];
}
