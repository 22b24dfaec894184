import { compact, indexBy } from '#core/base';
import { type InterfaceAddress, type MacAddress, linkLocalAddress } from '#core/net';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import {
  type BridgePort,
  type DeploymentIndex,
  type GuestDevice,
  type HybridPlug,
  type NamespacePlan,
  type PlannedPort,
  type PlannedVm,
  guestDevices,
  metadataServers,
} from '#core/plan';
import { createConnectionTracker } from '../conntrack/connection-tracker.ts';
import { createFilter } from '../netfilter/create-filter.ts';
import type { Place } from '../place.ts';
import { type GuestLinks, guestRoutes, indexRouters } from './guest-routes.ts';
import { asNothingFails, isSilent } from './standby.ts';
import { type Listener, type Stack, type StackDevice, neighbourKey } from './stack.ts';

/** A stack for every namespace and every VM of the fabric. */
export function createStacks(compiled: CompiledFabric, index: DeploymentIndex): Stack[] {
  const hosts = compiled.hosts.map((host) => ({ host, sockets: createSockets(host) }));
  const namespaces = hosts.flatMap(({ host, sockets }) =>
    host.plan.namespaces.map((namespace) => createNamespaceStack(host, sockets, asNothingFails(namespace), index)),
  );
  const links = { index, routers: indexRouters(compiled.deployment), metadata: metadataServers(compiled.deployment) };
  const guests = hosts.flatMap(({ host, sockets }) => host.plan.vms.map((id) => createGuestStack(host, sockets, index.vm(id), links)));
  return [...namespaces, ...guests];
}

/** Where devices are plugged on a host. */
interface Sockets {
  /** The port of a bridge that a guest's frames come in at: its tap, that of its trunk, or what a hybrid plug ends in. */
  readonly tapOf: (port: PlannedPort) => BridgePort | undefined;
  readonly placeOf: (portName: string) => Place | undefined;
  readonly plugOf: (port: PlannedPort) => HybridPlug | undefined;
}

function createSockets({ plan }: CompiledHost): Sockets {
  const ports = plan.bridges.flatMap((bridge) => bridge.ports.map((port) => ({ bridge: bridge.name, port })));
  const taps = indexBy(ports, ({ port }) => `${port.kind} ${port.element}`);
  const names = indexBy(ports, ({ port }) => port.name);
  const plugs = indexBy(plan.hybridPlugs, ({ port }) => port);
  return {
    tapOf: ({ id, trunk }) => taps.get(`${trunk ? 'trunk-tap' : 'vif'} ${trunk?.kind === 'subport' ? trunk.parent : id}`)?.port,
    placeOf: (portName) => {
      const found = names.get(portName);
      return found && { kind: 'switch', host: plan.name, bridge: found.bridge, ofport: found.port.ofport, tunnel: undefined };
    },
    plugOf: ({ id }) => plugs.get(id),
  };
}

function createNamespaceStack(host: CompiledHost, { placeOf }: Sockets, namespace: NamespacePlan, index: DeploymentIndex): Stack {
  const { plan } = host;
  const devices = namespace.devices.map((device) => ({
    ...device,
    network: index.port(device.port).network,
    addresses: isSilent(namespace, device) ? [] : withLinkLocal(device.mac, device.addresses),
    attachment: placeOf(device.name),
    captureDevice: undefined,
  }));
  return {
    ...createEmptyMaps(),
    ...knownNeighbours(namespace),
    key: `${plan.name}/${namespace.name}`,
    kind: namespace.kind,
    host: plan.name,
    name: namespace.name,
    element: namespace.element,
    devices: [
      ...devices.flatMap(({ attachment, ...device }) => (attachment ? [{ ...device, attachment }] : [])),
      ...linkDevices(host, namespace),
    ],
    proxyArp: new Set(namespace.devices.map(({ name }) => name).filter((name) => hasSysctl(namespace, `net.ipv4.conf.${name}.proxy_arp`))),
    routes: namespace.routes,
    policyRules: namespace.policyRules,
    forwards: hasSysctl(namespace, 'net.ipv4.ip_forward'),
    forwards6: hasSysctl(namespace, 'net.ipv6.conf.all.forwarding'),
    arpIgnore: hasSysctl(namespace, 'net.ipv4.conf.all.arp_ignore') ? 1 : 0,
    listens: metadataListeners(namespace),
    dhcp: namespace.dhcp,
    radvd: namespace.radvd,
    filter: createFilter(host, namespace.name),
  };
}

/** The proxy of a router listens at every address, that of a DHCP service at those of metadata alone. */
function metadataListeners({ metadataProxy }: NamespacePlan): readonly Listener[] {
  if (!metadataProxy) return [];
  const { addresses, port } = metadataProxy;
  return addresses.length === 0 ? [{ protocol: 'tcp', port }] : addresses.map((address) => ({ protocol: 'tcp', port, address }));
}

/** The ends of links to other namespaces: what is sent there arrives at the other end. */
function linkDevices({ plan }: CompiledHost, { veths }: NamespacePlan): readonly StackDevice[] {
  return veths.map(({ name, peer, mac, mtuBytes, addresses }) => ({
    name,
    port: undefined,
    network: undefined,
    mac,
    mtuBytes,
    addresses: withLinkLocal(mac, addresses),
    attachment: { kind: 'stack', stack: `${plan.name}/${peer.namespace}`, device: peer.device },
    captureDevice: undefined,
  }));
}

function knownNeighbours({ neighbours }: NamespacePlan): Pick<Stack, 'neighbours' | 'permanentNeighbours'> {
  const known = new Map(neighbours.map(({ device, address, mac }) => [neighbourKey({ name: device }, address), mac]));
  return { neighbours: known, permanentNeighbours: new Set(known.keys()) };
}

function hasSysctl({ sysctls }: NamespacePlan, key: string): boolean {
  return sysctls.some((sysctl) => sysctl.key === key && sysctl.value === '1');
}

/**
 * A VM as DHCP and router advertisements set it up: addresses, MTU, the subnets' host routes, and a default route each for IPv4 and IPv6. Where nobody announces
 * an IPv6 subnet, its gateway is configured by hand.
 */
function createGuestStack(host: CompiledHost, sockets: Sockets, vm: PlannedVm, links: GuestLinks): Stack {
  const { index } = links;
  const devices = guestDevices(vm.ports.map((id) => index.port(id)));
  return {
    ...createEmptyMaps(),
    key: vm.id,
    kind: 'guest',
    host: host.plan.name,
    name: vm.name,
    element: vm.id,
    devices: compact(devices.map((device) => createNic(host, sockets, device, index))),
    routes: guestRoutes(devices, links),
    policyRules: [],
    forwards: false,
    forwards6: false,
    arpIgnore: 0,
    proxyArp: new Set(),
    listens: vm.listens,
    dhcp: undefined,
    radvd: undefined,
    filter: { rulesets: [], addressSets: [], connections: createConnectionTracker() },
  };
}

function createNic(
  host: CompiledHost,
  sockets: Sockets,
  { port, name, vlan }: GuestDevice,
  index: DeploymentIndex,
): StackDevice | undefined {
  const plug = sockets.plugOf(port);
  const tap = sockets.tapOf(port);
  const attachment: Place | undefined = plug
    ? { kind: 'linux-bridge', host: host.plan.name, plug, from: 'tap' }
    : tap && sockets.placeOf(tap.name);
  const captureDevice = plug?.tap ?? tap?.name;
  if (!attachment || captureDevice === undefined) return undefined;
  return {
    name,
    port: port.id,
    network: port.network,
    mac: port.mac,
    mtuBytes: index.network(port.network).mtuBytes,
    addresses: withLinkLocal(
      port.mac,
      port.addresses.map(({ address, prefixLength }) => ({ address, length: prefixLength })),
    ),
    attachment,
    captureDevice,
    ...(vlan ? { vlan: vlan.id } : {}),
  };
}

/** Linux makes a link-local address of every card's MAC (RFC 4291 appendix A). */
function withLinkLocal(mac: MacAddress, addresses: readonly InterfaceAddress[]): readonly InterfaceAddress[] {
  const own = linkLocalAddress(mac);
  return addresses.some(({ address }) => address.value === own.value) ? addresses : [...addresses, { address: own, length: 64 }];
}

function createEmptyMaps(): Pick<Stack, 'neighbours' | 'permanentNeighbours' | 'waiting' | 'openSockets'> {
  return { neighbours: new Map(), permanentNeighbours: new Set(), waiting: new Map(), openSockets: new Set() };
}
