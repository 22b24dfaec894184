import { addressBits } from '#core/net';
import type { PlannedFloatingIp, PlannedGateway, PlannedPort, PlannedRouter } from './deployment.ts';
import type { HostInput } from './host-input.ts';
import { namespaceDevice } from './namespace-device.ts';
import { BARE_NAMESPACE, type MetadataProxyPlan, type NamespaceDevice, type NamespaceNat, type NamespacePlan } from './namespace-plan.ts';
import { planRadvd } from './plan-radvd.ts';
import { extraRoutes, gatewayRoutes } from './router-routes.ts';

/** A router forwards, answers ARP only for the interface asked for, and tolerates connections it sees only half of (neutron-dataplane 7.1). */
export const ROUTER_SYSCTLS: NamespacePlan['sysctls'] = [
  { key: 'net.ipv4.ip_forward', value: '1' },
  { key: 'net.ipv4.conf.all.arp_ignore', value: '1' },
  { key: 'net.ipv4.conf.all.arp_announce', value: '2' },
  { key: 'net.ipv6.conf.all.forwarding', value: '1' },
  { key: 'net.netfilter.nf_conntrack_tcp_be_liberal', value: '1' },
];

/** Where the proxy of a router's namespace listens (`metadata_port` of the L3 agent). */
const METADATA_PROXY_PORT = 9697;

/** The namespace of a legacy router, with all of its ports in it (neutron-dataplane 7.1, 7.2). */
export function routerNamespace(input: HostInput, router: PlannedRouter, ports: readonly PlannedPort[]): NamespacePlan {
  const devices = ports.filter(({ owner }) => owner !== 'network:router_gateway').map((port) => namespaceDevice(input, port));
  const way = wayOut(input, router, ports);
  return {
    ...BARE_NAMESPACE,
    name: `qrouter-${router.uuid}`,
    kind: 'router',
    element: router.id,
    devices: way ? [...devices, way.device] : devices,
    routes: [...(way ? gatewayRoutes(way.gateway, way.device.name) : []), ...extraRoutes(router)],
    sysctls: [...ROUTER_SYSCTLS, ...(way ? [acceptAdvertisements(way)] : [])],
    nat: routerNat(input, router, way?.device.name),
    radvd: planRadvd(input, router, ports),
    metadataProxy: routerMetadataProxy(router),
  };
}

/** The haproxy of a router's namespace. */
export function routerMetadataProxy({ uuid }: PlannedRouter): MetadataProxyPlan {
  return { addresses: [], device: undefined, port: METADATA_PROXY_PORT, header: 'X-Neutron-Router-ID', id: uuid };
}

/** What the namespace with a router's gateway translates: floating addresses, and everything else to the gateway's. */
export function routerNat(input: HostInput, router: PlannedRouter, externalDevice: string | undefined): NamespaceNat {
  return {
    externalDevice,
    snatAddress: router.gateway?.snatAddress,
    snat: router.gateway?.snat ?? false,
    distributed: false,
    floatingIps: atGateway(input, router).map(({ id, address, fixedAddress }) => ({ element: id, address, fixedAddress })),
  };
}

function atGateway(input: HostInput, { id }: PlannedRouter): readonly PlannedFloatingIp[] {
  return input.floatingIpsOf(id).filter(({ centralised }) => centralised);
}

/** A router's gateway and its device. */
export interface WayOut {
  readonly gateway: PlannedGateway;
  readonly device: NamespaceDevice;
}

/** The gateway of a router on the host that has it; its device has the floating addresses too, each by itself. */
export function wayOut(input: HostInput, router: PlannedRouter, ports: readonly PlannedPort[]): WayOut | undefined {
  const { gateway } = router;
  const port = gateway && ports.find(({ id }) => id === gateway.port);
  if (!port) return undefined;
  const floating = atGateway(input, router).map(({ address }) => ({ address, length: addressBits(address.version) }));
  return { gateway, device: namespaceDevice(input, port, floating) };
}

/** Where no IPv6 gateway is known, the router learns one from the outside, though it forwards (interface.py `configure_ipv6_ra`). */
export function acceptAdvertisements({ gateway, device }: WayOut): NamespacePlan['sysctls'][number] {
  const knowsGateway = gateway.nextHops.some(({ address }) => address.version === 6);
  return { key: `net.ipv6.conf.${device.name}.accept_ra`, value: knowsGateway ? '0' : '2' };
}
