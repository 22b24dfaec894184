import { type ElementId, type Uuid, deriveUuid, elementId } from '#core/base';
import type { CompiledFabric } from '#core/compile';
import { NO_QOS } from '#core/model';
import { type IpAddress, type MacAddress, type Prefix, offsetAddress, parseAddress, parseInterfaceAddress, parseMac } from '#core/net';
import {
  BARE_NAMESPACE,
  type BridgePlan,
  type BridgePort,
  type Deployment,
  type HostPlan,
  type NamespacePlan,
  type PlannedNetwork,
  type PlannedPort,
} from '#core/plan';

/** A small cloud for pictures, in the fewest words: every VM has one port; a router has its address `.254` on each of its networks. */
export interface CloudSketch {
  readonly hosts: readonly string[];
  /** Network → VNI; its subnet is `10.0.VNI.0/24`. */
  readonly networks: Readonly<Record<string, number>>;
  /** VM → host and network. */
  readonly vms: Readonly<Record<string, readonly [host: string, network: string]>>;
  /** Router → host and networks. */
  readonly routers?: Readonly<Record<string, readonly [host: string, ...networks: string[]]>>;
  readonly hybrid?: boolean;
  readonly plainHosts?: readonly string[];
}

/** The sketched cloud as planned, with bridges that have no flows. */
export function sketchCloud(sketch: CloudSketch): CompiledFabric {
  const deployment = sketchDeployment(sketch);
  return {
    deployment,
    hosts: deployment.hosts.map((plan) => ({
      plan,
      bridges: plan.bridges.map((bridge) => ({ plan: bridge, flows: [], meters: [] })),
      rulesets: [],
      addressSets: [],
    })),
  };
}

function sketchDeployment(sketch: CloudSketch): Deployment {
  const networks = Object.entries(sketch.networks).map(([name, vni]) => sketchNetwork(name, vni));
  const network = (name: string): PlannedNetwork => existing(networks.find((candidate) => candidate.name === name));
  const vmPorts = Object.entries(sketch.vms).map(([name, [host, on]], i) =>
    sketchPort(
      elementId('port', 'demo', name, on),
      'compute:nova',
      elementId('host', host),
      network(on),
      BigInt(10 + i),
      elementId('vm', 'demo', name),
    ),
  );
  const routers = Object.entries(sketch.routers ?? {}).map(([name, [host, ...on]]) => ({
    id: elementId('router', 'demo', name),
    name,
    uuid: deriveUuid('test', name),
    hosts: [elementId('host', host)] as const,
    distributed: false,
    highlyAvailable: false,
    virtualRouterId: undefined,
    gateway: undefined,
    floatingIps: [],
    routes: [],
    ports: on.map((each) =>
      sketchPort(
        elementId('interface', 'demo', name, each),
        'network:router_interface',
        elementId('host', host),
        network(each),
        254n,
        elementId('router', 'demo', name),
      ),
    ),
  }));
  const ports = [...vmPorts, ...routers.flatMap((router) => router.ports)];
  const tunnelHosts = [...sketch.hosts].sort();
  return {
    fabric: {
      id: elementId('fabric', 'test'),
      name: 'test',
      overlay: 'vxlan',
      overlayUdpPort: 4789,
      underlay: { prefix: prefix('192.168.255.0/24'), mtuBytes: 1450 },
      physicalNetworks: [{ name: 'datacentre', mtuBytes: 1500 }],
      firewall: sketch.hybrid ? 'iptables-hybrid' : 'none',
      l2Population: false,
      arpResponder: false,
      egressDirect: false,
      bandwidthMeters: false,
      localIpNat: undefined,
      distributedDhcp: false,
      permittedEthertypes: [],
      qosExtension: false,
      dnsDomain: 'openstacklocal',
    },
    networks,
    ports,
    floatingIps: [],
    routers: routers.map(({ ports: interfaces, ...router }) => ({ ...router, interfaces: interfaces.map(({ id }) => id) })),
    vms: Object.entries(sketch.vms).map(([name, [host]], i) => ({
      id: elementId('vm', 'demo', name),
      name,
      uuid: deriveUuid('test', name),
      instanceName: `instance-0000000${i + 1}`,
      host: elementId('host', host),
      ports: vmPorts.filter((port) => port.device === elementId('vm', 'demo', name)).map(({ id }) => id),
      listens: [],
    })),
    hosts: [
      ...tunnelHosts.map((name) => sketchHost(name, sketch, tunnelHosts, networks, ports)),
      ...(sketch.plainHosts ?? []).map(plainHost),
    ],
  };
}

function sketchHost(
  name: string,
  sketch: CloudSketch,
  all: readonly string[],
  networks: readonly PlannedNetwork[],
  ports: readonly PlannedPort[],
): HostPlan {
  const id = elementId('host', name);
  const here = ports.filter((port) => port.hosts.includes(id));
  const guests = here.filter((port) => port.owner === 'compute:nova');
  const routed = here.filter((port) => port.owner === 'network:router_interface');
  const tagOf = (network: ElementId): number => networks.findIndex((candidate) => candidate.id === network) + 1;
  const vif = (port: PlannedPort, i: number): BridgePort => ({
    kind: 'vif',
    name: deviceName(port, sketch.hybrid ?? false),
    ofport: i + 3,
    element: port.id,
    tag: tagOf(port.network),
    mac: port.mac,
    attachment: port.owner === 'compute:nova' ? (sketch.hybrid ? 'hybrid' : 'tap') : 'internal',
    namespace: undefined,
  });
  const patch = (portName: string, bridge: string, peer: string): BridgePort => ({
    kind: 'patch',
    name: portName,
    ofport: 1,
    element: id,
    peer: { bridge, port: peer },
  });
  const tunnel = (remote: string): BridgePort => ({
    kind: 'tunnel',
    name: `vxlan-${hex(tunnelIp(all, remote))}`,
    ofport: all.indexOf(remote) + 2,
    element: elementId('host', remote),
    type: 'vxlan',
    localIp: tunnelIp(all, name),
    remoteIp: tunnelIp(all, remote),
    remoteHost: elementId('host', remote),
  });
  const bridges: BridgePlan[] = [
    {
      name: 'br-int',
      kind: 'integration',
      element: id,
      physicalNetwork: undefined,
      address: undefined,
      ports: [patch('int-br-ex', 'br-ex', 'phy-br-ex'), patch('patch-tun', 'br-tun', 'patch-int'), ...here.map(vif)],
    },
    {
      name: 'br-tun',
      kind: 'tunnel',
      element: id,
      physicalNetwork: undefined,
      address: undefined,
      ports: [patch('patch-int', 'br-int', 'patch-tun'), ...all.filter((other) => other !== name).map(tunnel)],
    },
    {
      name: 'br-ex',
      kind: 'physical',
      element: elementId('bridge', name, 'br-ex'),
      physicalNetwork: 'datacentre',
      address: undefined,
      ports: [patch('phy-br-ex', 'br-int', 'int-br-ex')],
    },
  ];
  return {
    id,
    name,
    roles: ['compute'],
    tunnel: { address: { address: tunnelIp(all, name), length: 24 }, bridge: undefined },
    dvrMac: undefined,
    bridges,
    localVlans: [...new Set(here.map((port) => port.network))].map((network) => ({ network, vlan: tagOf(network) })),
    virtualFunctions: [],
    sharedCards: [],
    hybridPlugs: sketch.hybrid
      ? guests.map((port) => ({
          port: port.id,
          tap: deviceName(port, false),
          qbr: `qbr${port.uuid.slice(0, 11)}`,
          qvb: `qvb${port.uuid.slice(0, 11)}`,
          qvo: deviceName(port, true),
          mtuBytes: 1450,
        }))
      : [],
    namespaces: namespaces(routed),
    vms: [...new Set(guests.map((port) => port.device))],
  };
}

function namespaces(routed: readonly PlannedPort[]): NamespacePlan[] {
  return [...new Set(routed.map((port) => port.device))].map((router) => ({
    name: `qrouter-${deriveUuid('test', router)}`,
    kind: 'router',
    element: router,
    ...BARE_NAMESPACE,
    devices: routed
      .filter((port) => port.device === router)
      .map((port) => ({
        name: deviceName(port, false),
        prefix: 'qr-',
        port: port.id,
        mac: port.mac,
        mtuBytes: 1450,
        addresses: port.addresses.map(({ address, prefixLength }) => ({ address, length: prefixLength })),
      })),
  }));
}

function plainHost(name: string): HostPlan {
  return {
    id: elementId('host', name),
    name,
    roles: ['storage'],
    tunnel: undefined,
    dvrMac: undefined,
    bridges: [],
    localVlans: [],
    hybridPlugs: [],
    virtualFunctions: [],
    sharedCards: [],
    namespaces: [],
    vms: [],
  };
}

function sketchNetwork(name: string, vni: number): PlannedNetwork {
  const id = elementId('network', 'demo', name);
  return {
    id,
    name,
    tenant: elementId('tenant', 'demo'),
    uuid: deriveUuid('test', name),
    mtuBytes: 1450,
    segment: { kind: 'overlay', type: 'vxlan', vni },
    external: false,
    subnets: [
      {
        id: elementId('subnet', 'demo', `${name}-v4`),
        name: `${name}-v4`,
        uuid: deriveUuid('test', `${name}-v4`),
        network: id,
        prefix: prefix(`10.0.${vni}.0/24`),
        gateway: undefined,
        pools: [],
        dhcpEnabled: false,
        dnsServers: [],
        routes: [],
        ipv6Mode: undefined,
      },
    ],
  };
}

function sketchPort(
  id: ElementId,
  owner: PlannedPort['owner'],
  host: ElementId,
  network: PlannedNetwork,
  last: bigint,
  device: ElementId,
): PlannedPort {
  const uuid: Uuid = deriveUuid('test', id);
  const [subnet] = network.subnets;
  const { address } = existing(subnet).prefix;
  return {
    id,
    uuid,
    owner,
    network: network.id,
    hosts: [host],
    device,
    mac: macFrom(uuid),
    addresses: [{ address: offsetAddress(address, last), subnet: existing(subnet).id, prefixLength: 24 }],
    portSecurity: true,
    allowedAddresses: [],
    securityGroups: [],
    binding: 'normal',
    qos: NO_QOS,
    localIps: [],
    trunk: undefined,
    adminUp: true,
    dhcpOptions: [],
  };
}

function deviceName(port: PlannedPort, hybrid: boolean): string {
  return `${port.owner === 'compute:nova' ? (hybrid ? 'qvo' : 'tap') : 'qr-'}${port.uuid.slice(0, 11)}`;
}

function tunnelIp(all: readonly string[], host: string): IpAddress {
  return existing(parseAddress(`192.168.255.${all.indexOf(host) + 11}`));
}

function hex({ value }: IpAddress): string {
  return value.toString(16);
}

function macFrom(uuid: Uuid): MacAddress {
  return existing(parseMac(`fa:16:3e:${uuid.slice(0, 2)}:${uuid.slice(2, 4)}:${uuid.slice(4, 6)}`));
}

function prefix(text: string): Prefix {
  return existing(parseInterfaceAddress(text));
}

function existing<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the sketch names something it does not have');
  return value;
}
