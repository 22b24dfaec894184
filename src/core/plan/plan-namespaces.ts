import { groupBy, known, sortedBy } from '#core/base';
import { type InterfaceAddress, type Prefix, createAddress, sameAddress } from '#core/net';
import type { PlannedNetwork, PlannedPort, PlannedRouter } from './deployment.ts';
import { agentDevicePrefix, deviceName } from './device-name.ts';
import { BARE_NAMESPACE, type DhcpPlan, type NamespaceDevice, type NamespacePlan } from './namespace-plan.ts';
import type { HostInput } from './host-input.ts';
import type { PortsByNetwork } from './ports-by-network.ts';

/** The namespaces of a host: its routers', then its DHCP services', each in qualified-name order. */
export function planNamespaces(input: HostInput, portsOf: PortsByNetwork): readonly NamespacePlan[] {
  const portsOfDevice = groupBy(input.ports, (port) => port.device);
  const services = sortedBy(
    input.ports.filter((port) => port.owner === 'network:dhcp'),
    (port) => port.network,
  );
  return [
    ...input.routers.map((router) => routerNamespace(input, router, portsOfDevice.get(router.id) ?? [])),
    ...services.map((port) => dhcpNamespace(input, port, portsOf)),
  ];
}

/** Where the proxy of a router's namespace listens (`metadata_port` of the L3 agent). */
const METADATA_PROXY_PORT = 9697;

/** A router forwards, answers ARP only for the interface asked for, and tolerates connections it sees only half of (neutron-dataplane 7.1). */
const ROUTER_SYSCTLS: NamespacePlan['sysctls'] = [
  { key: 'net.ipv4.ip_forward', value: '1' },
  { key: 'net.ipv4.conf.all.arp_ignore', value: '1' },
  { key: 'net.ipv4.conf.all.arp_announce', value: '2' },
  { key: 'net.ipv6.conf.all.forwarding', value: '1' },
  { key: 'net.netfilter.nf_conntrack_tcp_be_liberal', value: '1' },
];

function routerNamespace(input: HostInput, router: PlannedRouter, interfaces: readonly PlannedPort[]): NamespacePlan {
  return {
    ...BARE_NAMESPACE,
    name: `qrouter-${router.uuid}`,
    kind: 'router',
    element: router.id,
    devices: interfaces.map((port) => device(input, port)),
    routes: router.routes.map(({ destination, nextHop }) => ({ destination, nextHop, device: undefined, table: undefined })),
    sysctls: ROUTER_SYSCTLS,
    nat: { externalDevice: undefined, snatAddress: undefined, snat: false, floatingIps: [] },
    metadataProxy: { port: METADATA_PROXY_PORT, header: 'X-Neutron-Router-ID', id: router.uuid },
  };
}

function dhcpNamespace(input: HostInput, port: PlannedPort, portsOf: PortsByNetwork): NamespacePlan {
  const network = networkOf(input, port);
  return {
    ...BARE_NAMESPACE,
    name: `qdhcp-${network.uuid}`,
    kind: 'dhcp',
    element: network.id,
    devices: [device(input, port)],
    routes: defaultRoutes(network),
    dhcp: dhcpPlan(input, network, port, portsOf(network.id)),
  };
}

function networkOf({ networks }: HostInput, port: PlannedPort): PlannedNetwork {
  return known(networks.get(port.network), `the network of ${port.id}`);
}

function device(input: HostInput, port: PlannedPort): NamespaceDevice {
  const prefix = known(agentDevicePrefix(port.owner), `the device prefix of ${port.id}`);
  const addresses: readonly InterfaceAddress[] = port.addresses.map(({ address, prefixLength }) => ({ address, length: prefixLength }));
  return {
    name: deviceName(prefix, port.uuid),
    prefix,
    port: port.id,
    mac: port.mac,
    mtuBytes: networkOf(input, port).mtuBytes,
    addresses,
  };
}

/** The DHCP agent routes through the first DHCP subnet of each version that has a gateway (neutron/agent/linux/dhcp.py, set default route). */
function defaultRoutes({ subnets }: PlannedNetwork): NamespacePlan['routes'] {
  return ([4, 6] as const).flatMap((version) => {
    const gateway = subnets.find((subnet) => subnet.dhcpEnabled && subnet.gateway?.version === version)?.gateway;
    return gateway ? [{ destination: anywhere(version), nextHop: gateway, device: undefined, table: undefined }] : [];
  });
}

function anywhere(version: 4 | 6): Prefix {
  return { address: createAddress(version, 0n), length: 0 };
}

function dhcpPlan({ relations }: HostInput, network: PlannedNetwork, port: PlannedPort, ports: readonly PlannedPort[]): DhcpPlan {
  const served = network.subnets.filter((subnet) => subnet.dhcpEnabled);
  const servedIds = new Set(served.map((subnet) => subnet.id));
  const routers = ports.filter(({ owner }) => owner === 'network:router_interface');
  const holdsGateway = ({ gateway }: PlannedNetwork['subnets'][number]) =>
    gateway !== undefined && routers.some(({ addresses }) => addresses.some(({ address }) => sameAddress(address, gateway)));
  return {
    network: network.id,
    networkUuid: network.uuid,
    interface: deviceName('tap', port.uuid),
    mtuBytes: network.mtuBytes,
    domain: relations.topology.fabric.dnsDomain,
    subnets: served,
    leases: ports.filter(({ owner }) => owner !== 'network:dhcp').flatMap((client) => leasesOf(client, servedIds)),
    serverAddresses: port.addresses.map(({ address }) => address),
    routedSubnets: served.filter(holdsGateway).map((subnet) => subnet.id),
  };
}

/** Addresses of subnets without DHCP get no line (neutron-dataplane 8.2). */
function leasesOf(port: PlannedPort, served: ReadonlySet<PlannedPort['id']>): DhcpPlan['leases'] {
  return port.addresses
    .filter(({ subnet }) => served.has(subnet))
    .map(({ address, subnet }) => ({ port: port.id, mac: port.mac, address, subnet }));
}
