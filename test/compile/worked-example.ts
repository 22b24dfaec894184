import { type ElementId, deriveUuid, elementId, known } from '#core/base';
import { NO_QOS } from '#core/model';
import { parseAddress, parseInterfaceAddress, parseMac, prefixOf } from '#core/net';
import type { BridgePlan, BridgePort, Deployment, HostPlan, PlannedFabric, PlannedNetwork, PlannedPort } from '#core/plan';

/**
 * The deployment of the data-plane reference's worked example: net-a is vxlan 1001 (local VLAN 7), net-b VLAN 101 on physnet1 (local VLAN 8).
 * The host under test has VM ports 5 (net-a) and 6 (net-b) and a trusted port 4; two remote hosts are behind the tunnel ports 2 and 3.
 */
export function workedExample(change: ExampleChange = {}): Deployment {
  const network = { ...NET_A, segment: change.overlay ? { ...OVERLAY, type: change.overlay } : NET_A.segment };
  return {
    fabric: { ...FABRIC, ...change.fabric, overlay: change.overlay ?? 'vxlan' },
    networks: [network, change.provider === 'flat' ? FLAT_B : NET_B],
    ports: [
      { ...VM1, ...change.vm1 },
      { ...VM2, ...change.vm2 },
      change.distributed ? { ...DISTRIBUTED, ...change.gateway } : TRUSTED,
      REMOTE_VM,
      REMOTE_BARE,
    ],
    routers: [],
    floatingIps: [],
    vms: [],
    hosts: [
      testedHost(change),
      { ...remoteHost('h2'), dvrMac: change.distributed ? mac('fa:16:3f:00:00:02') : undefined },
      remoteHost('h3'),
    ],
  };
}

/** What differs from the worked example. */
export interface ExampleChange {
  /** Hosts route for themselves: h1 with `fa:16:3f:00:00:01`, h2 with `…:02`, and port 4 is a router's interface on each of them. */
  readonly distributed?: boolean;
  /** Of the distributed interface. */
  readonly gateway?: Partial<PlannedPort>;
  readonly fabric?: Partial<PlannedFabric>;
  readonly overlay?: PlannedFabric['overlay'];
  readonly provider?: 'vlan' | 'flat';
  readonly vm1?: Partial<PlannedPort>;
  readonly vm2?: Partial<PlannedPort>;
  readonly tunnels?: readonly ('h2' | 'h3')[];
}

const address = (text: string) => known(parseAddress(text), text);
const mac = (text: string) => known(parseMac(text), text);
const prefix = (text: string) => prefixOf(known(parseInterfaceAddress(text), text));
const uuid = (name: string) => deriveUuid('example', name);

const FABRIC: PlannedFabric = {
  id: elementId('fabric', 'example'),
  name: 'example',
  overlay: 'vxlan',
  overlayUdpPort: 4789,
  underlay: undefined,
  physicalNetworks: [{ name: 'physnet1', mtuBytes: 1500 }],
  firewall: 'iptables-hybrid',
  l2Population: false,
  arpResponder: false,
  egressDirect: false,
  bandwidthMeters: false,
  localIpNat: undefined,
  distributedDhcp: false,
  permittedEthertypes: [],
  qosExtension: false,
  dnsDomain: 'openstacklocal',
};

function network(name: string, segment: PlannedNetwork['segment'], cidr: string, gateway: string): PlannedNetwork {
  const id = elementId('network', 't', name);
  return {
    id,
    name,
    tenant: elementId('tenant', 't'),
    uuid: uuid(name),
    mtuBytes: 1450,
    segment,
    external: false,
    subnets: [
      {
        id: elementId('subnet', 't', name),
        name,
        uuid: uuid(`${name}-subnet`),
        network: id,
        prefix: prefix(cidr),
        gateway: address(gateway),
        pools: [],
        dhcpEnabled: false,
        dnsServers: [],
        routes: [],
        ipv6Mode: undefined,
      },
    ],
  };
}

const OVERLAY = { kind: 'overlay', type: 'vxlan', vni: 1001 } as const;
const NET_A = network('net-a', OVERLAY, '10.0.0.0/24', '10.0.0.1');
const ON_B = ['203.0.113.0/24', '203.0.113.1'] as const;
const NET_B = network('net-b', { kind: 'vlan', physicalNetwork: 'physnet1', vlan: 101 }, ...ON_B);
const FLAT_B = network('net-b', { kind: 'flat', physicalNetwork: 'physnet1' }, ...ON_B);

function port(name: string, host: string, net: PlannedNetwork, macText: string, addresses: readonly string[]): PlannedPort {
  return {
    id: elementId('port', 't', name),
    uuid: uuid(name),
    owner: 'compute:nova',
    network: net.id,
    hosts: [elementId('host', host)],
    mac: mac(macText),
    addresses: addresses.map((text) => ({ address: address(text), subnet: elementId('subnet', 't', net.name), prefixLength: 24 })),
    portSecurity: true,
    allowedAddresses: [],
    securityGroups: [],
    binding: 'normal',
    qos: NO_QOS,
    localIps: [],
    trunk: undefined,
    adminUp: true,
    dhcpOptions: [],
    device: elementId('vm', 't', name),
  };
}

/** An allowed address pair, as a port takes it. */
export function allowedPair(cidr: string, macText: string): PlannedPort['allowedAddresses'][number] {
  return { prefix: prefix(cidr), mac: mac(macText) };
}

const VM1 = port('vm1', 'h1', NET_A, 'fa:16:3e:00:00:05', ['10.0.0.5', '2001:db8::5']);
const VM2 = { ...port('vm2', 'h1', NET_B, 'fa:16:3e:00:00:06', ['203.0.113.6']), portSecurity: false };
const TRUSTED: PlannedPort = { ...port('qr', 'h1', NET_A, 'fa:16:3e:00:00:04', ['10.0.0.1']), owner: 'network:router_interface' };
const DISTRIBUTED: PlannedPort = {
  ...port('qr', 'h1', NET_A, 'fa:16:3e:aa:aa:aa', ['10.0.0.1']),
  owner: 'network:router_interface_distributed',
  hosts: [elementId('host', 'h1'), elementId('host', 'h2')],
};
const REMOTE_VM = port('remote', 'h2', NET_A, 'fa:16:3e:00:00:09', ['10.0.0.9', '2001:db8::9']);
const REMOTE_BARE = port('bare', 'h3', NET_A, 'fa:16:3e:00:00:0a', []);

function vif(of: PlannedPort, ofport: number, tag: number): BridgePort {
  return { kind: 'vif', name: `qvo${ofport}`, ofport, element: of.id, attachment: 'hybrid', tag, mac: of.mac, namespace: undefined };
}

function patch(name: string, ofport: number, bridge: string, peer: string, element: ElementId): BridgePort {
  return { kind: 'patch', name, ofport, element, peer: { bridge, port: peer } };
}

function testedHost({ overlay = 'vxlan', tunnels = ['h2', 'h3'], distributed = false, gateway }: ExampleChange): HostPlan {
  const id = elementId('host', 'h1');
  const bridge = (name: string, kind: BridgePlan['kind'], ports: readonly BridgePort[]): BridgePlan => ({
    name,
    kind,
    element: kind === 'physical' ? elementId('bridge', 'h1', name) : id,
    physicalNetwork: kind === 'physical' ? 'physnet1' : undefined,
    address: undefined,
    ports,
  });
  const tunnel = (remote: 'h2' | 'h3'): BridgePort => ({
    kind: 'tunnel',
    name: `${overlay}-c0a8000${remote === 'h2' ? 2 : 3}`,
    ofport: remote === 'h2' ? 2 : 3,
    element: elementId('host', remote),
    type: overlay,
    localIp: address('192.168.0.1'),
    remoteIp: address(remote === 'h2' ? '192.168.0.2' : '192.168.0.3'),
    remoteHost: elementId('host', remote),
  });
  return {
    id,
    name: 'h1',
    roles: ['compute'],
    tunnel: { address: known(parseInterfaceAddress('192.168.0.1/24'), 'tunnel address'), bridge: undefined },
    dvrMac: distributed ? mac('fa:16:3f:00:00:01') : undefined,
    bridges: [
      bridge('br-int', 'integration', [
        patch('int-br-ex', 1, 'br-ex', 'phy-br-ex', id),
        patch('patch-tun', 2, 'br-tun', 'patch-int', id),
        vif(TRUSTED, 4, gateway?.network === NET_B.id ? 8 : 7),
        vif(VM1, 5, 7),
        vif(VM2, 6, 8),
      ]),
      bridge('br-tun', 'tunnel', [patch('patch-int', 1, 'br-int', 'patch-tun', id), ...tunnels.map(tunnel)]),
      bridge('br-ex', 'physical', [
        { kind: 'uplink', name: 'eth1', ofport: 1, element: elementId('bridge', 'h1', 'br-ex'), device: 'eth1' },
        patch('phy-br-ex', 2, 'br-int', 'int-br-ex', id),
      ]),
    ],
    localVlans: [
      { network: NET_A.id, vlan: 7 },
      { network: NET_B.id, vlan: 8 },
    ],
    hybridPlugs: [],
    virtualFunctions: [],
    sharedCards: [],
    namespaces: [],
    vms: [],
  };
}

function remoteHost(name: string): HostPlan {
  return {
    id: elementId('host', name),
    name,
    roles: ['compute'],
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
