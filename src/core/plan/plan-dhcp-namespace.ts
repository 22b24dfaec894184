import { compact } from '#core/base';
import { isClientId } from '#core/model';
import { type IpAddress, addressBits, sameAddress } from '#core/net';
import type { PlannedNetwork, PlannedPort, PortOwner } from './deployment.ts';
import { deviceName } from './device-name.ts';
import type { HostInput } from './host-input.ts';
import { METADATA_ADDRESSES } from './metadata-servers.ts';
import { namespaceDevice, networkOf } from './namespace-device.ts';
import { BARE_NAMESPACE, type DhcpPlan, type MetadataProxyPlan, type NamespacePlan, type PortOptions } from './namespace-plan.ts';
import { isRouterInterface } from './port-owner.ts';
import type { PortsByNetwork } from './ports-by-network.ts';
import { anywhere } from './router-routes.ts';

/** The namespace of a network's DHCP service. */
export function dhcpNamespace(input: HostInput, port: PlannedPort, portsOf: PortsByNetwork): NamespacePlan {
  const network = networkOf(input, port);
  const dhcp = dhcpPlan(input, network, port, portsOf(network.id));
  const addresses = metadataAddresses(input, network);
  return {
    ...BARE_NAMESPACE,
    name: `qdhcp-${network.uuid}`,
    kind: 'dhcp',
    element: network.id,
    devices: [
      namespaceDevice(
        input,
        port,
        addresses.map((address) => ({ address, length: addressBits(address.version) })),
      ),
    ],
    routes: defaultRoutes(network),
    dhcp,
    metadataProxy: dhcp.metadataServers.length > 0 ? networkMetadataProxy(network, dhcp, addresses) : undefined,
  };
}

/** The DHCP agent routes through the first DHCP subnet of each version that has a gateway (neutron/agent/linux/dhcp.py, set default route). */
function defaultRoutes({ subnets }: PlannedNetwork): NamespacePlan['routes'] {
  return ([4, 6] as const).flatMap((version) => {
    const gateway = subnets.find((subnet) => subnet.dhcpEnabled && subnet.gateway?.version === version)?.gateway;
    return gateway ? [{ destination: anywhere(version), nextHop: gateway, device: undefined, table: undefined }] : [];
  });
}

function dhcpPlan({ relations }: HostInput, network: PlannedNetwork, port: PlannedPort, ports: readonly PlannedPort[]): DhcpPlan {
  const { isolatedMetadata, forceMetadata } = relations.topology.fabric;
  const served = network.subnets.filter((subnet) => subnet.dhcpEnabled);
  const servedIds = new Set(served.map((subnet) => subnet.id));
  const routers = ports.filter(({ owner }) => isRouterInterface(owner));
  const holdsGateway = ({ gateway }: PlannedNetwork['subnets'][number]) =>
    gateway !== undefined && routers.some(({ addresses }) => addresses.some(({ address }) => sameAddress(address, gateway)));
  return {
    network: network.id,
    networkUuid: network.uuid,
    interface: deviceName('tap', port.uuid),
    mtuBytes: network.mtuBytes,
    domain: relations.topology.fabric.dnsDomain,
    subnets: served,
    leases: ports.filter(({ owner }) => !UNNAMED.has(owner)).flatMap((client) => leasesOf(client, servedIds)),
    portOptions: ports.filter(({ dhcpOptions }) => dhcpOptions.length > 0).map(optionsOf),
    serverAddresses: port.addresses.map(({ address }) => address),
    routedSubnets: served.filter(holdsGateway).map((subnet) => subnet.id),
    metadataServers: compact(
      served
        .filter((subnet) => subnet.prefix.address.version === 4 && (forceMetadata || (isolatedMetadata && !holdsGateway(subnet))))
        .map((subnet) => {
          const address = port.addresses.find((own) => own.subnet === subnet.id)?.address;
          return address && { subnet: subnet.id, address };
        }),
    ),
  };
}

/** Where haproxy of a `qdhcp-` namespace listens (`METADATA_PORT`): its clients need no redirect. */
const METADATA_PORT = 80;

/** The tap has them on every network once either option is on (linux/dhcp.py `DeviceManager.setup`), the second where there is IPv6. */
function metadataAddresses({ relations }: HostInput, { subnets }: PlannedNetwork): readonly IpAddress[] {
  const { isolatedMetadata, forceMetadata } = relations.topology.fabric;
  if (!isolatedMetadata && !forceMetadata) return [];
  return subnets.some(({ prefix }) => prefix.address.version === 6)
    ? [METADATA_ADDRESSES[4], METADATA_ADDRESSES[6]]
    : [METADATA_ADDRESSES[4]];
}

function networkMetadataProxy({ uuid }: PlannedNetwork, dhcp: DhcpPlan, addresses: readonly IpAddress[]): MetadataProxyPlan {
  return { addresses, device: dhcp.interface, port: METADATA_PORT, header: 'X-Neutron-Network-ID', id: uuid };
}

/** Owners whose ports stand in none of dnsmasq's files (neutron-dataplane 8.2). */
const UNNAMED: ReadonlySet<PortOwner> = new Set(['network:dhcp', 'network:router_ha_interface']);

/** Addresses of subnets without DHCP get no line (neutron-dataplane 8.2). */
function leasesOf(port: PlannedPort, served: ReadonlySet<PlannedPort['id']>): DhcpPlan['leases'] {
  return port.addresses
    .filter(({ subnet }) => served.has(subnet))
    .map(({ address, subnet }) => ({ port: port.id, mac: port.mac, address, subnet }));
}

/** Option 61 is no option of the answer: dnsmasq has it in the line of the host. */
function optionsOf({ id, uuid, dhcpOptions, addresses }: PlannedPort): PortOptions {
  return {
    port: id,
    uuid,
    clientId: dhcpOptions.find(isClientId)?.value,
    options: dhcpOptions.filter((option) => !isClientId(option)),
    versions: ([4, 6] as const).filter((version) => addresses.some(({ address }) => address.version === version)),
  };
}
