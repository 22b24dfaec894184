import { type ElementId, sortedBy } from '#core/base';
import { createAddress, linkLocalAddress, printPrefix } from '#core/net';
import type { PlannedRouter } from '../deployment.ts';
import type { KeepalivedPlan, NamespacePlan } from '../namespace-plan.ts';
import { extraRoutes, gatewayRoutes } from '../router-routes.ts';

/**
 * The namespace of a router on one of its hosts, with what a replica has beyond: keepalived, which puts on the addresses and routes of `namespace` where the router is at
 * work, and settings that keep a standby quiet (ha_router.py). As is where the router is not highly available.
 */
export function planReplica(namespace: NamespacePlan, router: PlannedRouter, host: ElementId): NamespacePlan {
  const heartbeat = namespace.devices.find(({ prefix }) => prefix === 'ha-');
  const { virtualRouterId } = router;
  if (!heartbeat || virtualRouterId === undefined) return namespace;
  const active = router.hosts[0] === host;
  return {
    ...namespace,
    sysctls: [
      ...namespace.sysctls.map((sysctl) => (active || !isOffOnStandby(sysctl.key) ? sysctl : { ...sysctl, value: '0' })),
      { key: 'net.ipv4.ip_nonlocal_bind', value: '1' },
    ],
    radvd: active ? namespace.radvd : undefined,
    metadataProxy: active ? namespace.metadataProxy : undefined,
    keepalived: {
      routerUuid: router.uuid,
      virtualRouterId,
      interface: heartbeat.name,
      primaryAddress: { address: createAddress(4, PRIMARY_ADDRESSES + BigInt(virtualRouterId)), length: 24 },
      excludedAddresses: excludedAddresses(namespace),
      routes: virtualRoutes(namespace, router),
      active,
    },
  };
}

/** What the L3 agent turns on only where the router is at work (l3/ha.py `_configure_ipv6_params`). */
function isOffOnStandby(key: string): boolean {
  return key === 'net.ipv6.conf.all.forwarding' || key.endsWith('.accept_ra');
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
