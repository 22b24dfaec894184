import { compact } from '#core/base';
import { type Prefix, createAddress } from '#core/net';
import type { CompiledFabric, CompiledHost } from '#core/compile';
import type { DeploymentIndex, NamespacePlan, PlannedPort, PlannedVm } from '#core/plan';
import { createConnectionTracker } from '../conntrack/connection-tracker.ts';
import type { Place } from '../place.ts';
import type { Stack, StackDevice, StackRoute } from './stack.ts';

const DEFAULT_ROUTE: Prefix = { address: createAddress(4, 0n), length: 0 };

/** A stack for every namespace and every VM of the fabric. */
export function createStacks(compiled: CompiledFabric, index: DeploymentIndex): Stack[] {
  const namespaces = compiled.hosts.flatMap((host) => host.plan.namespaces.map((namespace) => createNamespaceStack(host, namespace)));
  const guests = compiled.hosts.flatMap((host) => host.plan.vms.map((id) => createGuestStack(host, index.vm(id), index)));
  return [...namespaces, ...guests];
}

function createNamespaceStack(host: CompiledHost, namespace: NamespacePlan): Stack {
  const { plan } = host;
  const devices = namespace.devices.map((device) => ({ ...device, attachment: switchPlace(host, device.name), captureDevice: undefined }));
  return {
    ...createEmptyMaps(),
    key: `${plan.name}/${namespace.name}`,
    kind: namespace.kind,
    host: plan.name,
    name: namespace.name,
    element: namespace.element,
    devices: devices.flatMap(({ attachment, ...device }) => (attachment ? [{ ...device, attachment }] : [])),
    routes: namespace.routes.filter(({ table }) => table === undefined),
    forwards: hasSysctl(namespace, 'net.ipv4.ip_forward'),
    arpIgnore: hasSysctl(namespace, 'net.ipv4.conf.all.arp_ignore') ? 1 : 0,
    listens: [],
    dhcp: namespace.dhcp,
    filter: {
      rulesets: host.rulesets.filter((ruleset) => ruleset.namespace === namespace.name),
      addressSets: host.addressSets,
      connections: createConnectionTracker(),
    },
  };
}

function hasSysctl({ sysctls }: NamespacePlan, key: string): boolean {
  return sysctls.some((sysctl) => sysctl.key === key && sysctl.value === '1');
}

/** A VM as DHCP sets it up: addresses, MTU, the subnets' host routes, and the first gateway as default route. */
function createGuestStack(host: CompiledHost, vm: PlannedVm, index: DeploymentIndex): Stack {
  const ports = vm.ports.map((id) => index.port(id));
  return {
    ...createEmptyMaps(),
    key: vm.id,
    kind: 'guest',
    host: host.plan.name,
    name: vm.name,
    element: vm.id,
    devices: compact(ports.map((port, i) => createNic(host, port, `eth${String(i)}`, index))),
    routes: guestRoutes(ports, index),
    forwards: false,
    arpIgnore: 0,
    listens: vm.listens,
    dhcp: undefined,
    filter: { rulesets: [], addressSets: [], connections: createConnectionTracker() },
  };
}

function createNic(host: CompiledHost, port: PlannedPort, name: string, index: DeploymentIndex): StackDevice | undefined {
  const plug = host.plan.hybridPlugs.find((candidate) => candidate.port === port.id);
  const tap = host.plan.bridges.flatMap(({ ports }) => ports).find(({ element, kind }) => element === port.id && kind === 'vif');
  const attachment: Place | undefined = plug
    ? { kind: 'linux-bridge', host: host.plan.name, plug, from: 'tap' }
    : tap && switchPlace(host, tap.name);
  const captureDevice = plug?.tap ?? tap?.name;
  if (!attachment || captureDevice === undefined) return undefined;
  return {
    name,
    port: port.id,
    mac: port.mac,
    mtuBytes: index.network(port.network).mtuBytes,
    addresses: port.addresses.map(({ address, prefixLength }) => ({ address, length: prefixLength })),
    attachment,
    captureDevice,
  };
}

function switchPlace(host: CompiledHost, portName: string): Place | undefined {
  for (const bridge of host.plan.bridges) {
    const port = bridge.ports.find(({ name }) => name === portName);
    if (port) return { kind: 'switch', host: host.plan.name, bridge: bridge.name, ofport: port.ofport, tunnel: undefined };
  }
  return undefined;
}

function guestRoutes(ports: readonly PlannedPort[], index: DeploymentIndex): StackRoute[] {
  const subnets = ports.flatMap((port) =>
    port.addresses.flatMap(({ subnet }) =>
      index.network(port.network).subnets.filter(({ id, prefix }) => id === subnet && prefix.address.version === 4),
    ),
  );
  const gateway = subnets.find((subnet) => subnet.gateway !== undefined)?.gateway;
  const routes = [...subnets.flatMap((subnet) => subnet.routes), ...(gateway ? [{ destination: DEFAULT_ROUTE, nextHop: gateway }] : [])];
  return routes.map(({ destination, nextHop }) => ({ destination, nextHop, device: undefined }));
}

function createEmptyMaps(): Pick<Stack, 'neighbours' | 'waiting' | 'openSockets'> {
  return { neighbours: new Map(), waiting: new Map(), openSockets: new Set() };
}
