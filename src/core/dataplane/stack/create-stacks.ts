import { compact } from '#core/base';
import { type InterfaceAddress, type MacAddress, linkLocalAddress } from '#core/net';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import {
  type BridgePort,
  type DeploymentIndex,
  type GuestDevice,
  type NamespacePlan,
  type PlannedPort,
  type PlannedVm,
  guestDevices,
  metadataServers,
} from '#core/plan';
import { createConnectionTracker } from '../conntrack/connection-tracker.ts';
import type { Place } from '../place.ts';
import { type GuestLinks, guestRoutes, indexRouters } from './guest-routes.ts';
import { asNothingFails, isSilent } from './standby.ts';
import { type Listener, type Stack, type StackDevice, neighbourKey } from './stack.ts';

/** A stack for every namespace and every VM of the fabric. */
export function createStacks(compiled: CompiledFabric, index: DeploymentIndex): Stack[] {
  const namespaces = compiled.hosts.flatMap((host) =>
    host.plan.namespaces.map((namespace) => createNamespaceStack(host, asNothingFails(namespace), index)),
  );
  const links = { index, routers: indexRouters(compiled.deployment), metadata: metadataServers(compiled.deployment) };
  const guests = compiled.hosts.flatMap((host) => host.plan.vms.map((id) => createGuestStack(host, index.vm(id), links)));
  return [...namespaces, ...guests];
}

function createNamespaceStack(host: CompiledHost, namespace: NamespacePlan, index: DeploymentIndex): Stack {
  const { plan } = host;
  const devices = namespace.devices.map((device) => ({
    ...device,
    network: index.port(device.port).network,
    addresses: isSilent(namespace, device) ? [] : withLinkLocal(device.mac, device.addresses),
    attachment: switchPlace(host, device.name),
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
    filter: {
      rulesets: host.rulesets.filter((ruleset) => ruleset.namespace === namespace.name),
      addressSets: host.addressSets,
      connections: createConnectionTracker(),
    },
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
function createGuestStack(host: CompiledHost, vm: PlannedVm, links: GuestLinks): Stack {
  const { index } = links;
  const devices = guestDevices(vm.ports.map((id) => index.port(id)));
  return {
    ...createEmptyMaps(),
    key: vm.id,
    kind: 'guest',
    host: host.plan.name,
    name: vm.name,
    element: vm.id,
    devices: compact(devices.map((device) => createNic(host, device, index))),
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

function createNic(host: CompiledHost, { port, name, vlan }: GuestDevice, index: DeploymentIndex): StackDevice | undefined {
  const plug = host.plan.hybridPlugs.find((candidate) => candidate.port === port.id);
  const tap = tapOf(host, port);
  const attachment: Place | undefined = plug
    ? { kind: 'linux-bridge', host: host.plan.name, plug, from: 'tap' }
    : tap && switchPlace(host, tap.name);
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

/** The port of a bridge that the guest's frames come in at: its tap, that of its trunk, or what a hybrid plug ends in. */
function tapOf({ plan }: CompiledHost, { id, trunk }: PlannedPort): BridgePort | undefined {
  const card = trunk?.kind === 'subport' ? trunk.parent : id;
  const kind = trunk ? 'trunk-tap' : 'vif';
  return plan.bridges.flatMap(({ ports }) => ports).find((port) => port.element === card && port.kind === kind);
}

function switchPlace(host: CompiledHost, portName: string): Place | undefined {
  for (const bridge of host.plan.bridges) {
    const port = bridge.ports.find(({ name }) => name === portName);
    if (port) return { kind: 'switch', host: host.plan.name, bridge: bridge.name, ofport: port.ofport, tunnel: undefined };
  }
  return undefined;
}

/** Linux makes a link-local address of every card's MAC (RFC 4291 appendix A). */
function withLinkLocal(mac: MacAddress, addresses: readonly InterfaceAddress[]): readonly InterfaceAddress[] {
  const own = linkLocalAddress(mac);
  return addresses.some(({ address }) => address.value === own.value) ? addresses : [...addresses, { address: own, length: 64 }];
}

function createEmptyMaps(): Pick<Stack, 'neighbours' | 'permanentNeighbours' | 'waiting' | 'openSockets'> {
  return { neighbours: new Map(), permanentNeighbours: new Set(), waiting: new Map(), openSockets: new Set() };
}
