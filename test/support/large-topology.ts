import { type ElementId, elementId } from '#core/base';
import {
  type Dhcp,
  type ElementPlaces,
  type Host,
  NO_QOS,
  type Network,
  type Router,
  type Subnet,
  type Topology,
  type Vm,
  type VmPort,
} from '#core/model';
import { createAddress, type Prefix } from '#core/net';

/** How large a generated model is. */
export interface LargeTopologySize {
  readonly hosts: number;
  readonly networks: number;
  readonly portsPerNetwork: number;
}

/** A sound model of any size, made without text: every network has a subnet and a router of its own, and VMs dealt out to all compute hosts. */
export function createLargeTopology({ hosts, networks, portsPerNetwork }: LargeTopologySize): Topology {
  const numbers = Array.from({ length: networks }, (_, n) => n);
  const machines = [createHost(0, ['network', 'control']), ...Array.from({ length: hosts }, (_, h) => createHost(h + 1, ['compute']))];
  const vms = numbers.flatMap((n) => Array.from({ length: portsPerNetwork }, (_, p) => createVm(n, p, machines)));
  return {
    fabric: {
      id: elementId('fabric', 'large'),
      name: 'large',
      places: placesAt(0),
      overlay: { type: 'vxlan', vniRange: undefined, udpPort: undefined },
      underlay: { prefix: UNDERLAY, written: UNDERLAY, mtuBytes: 1500, vlan: undefined },
      physicalNetworks: [],
      firewall: 'iptables-hybrid',
      l2Population: false,
      arpResponder: false,
      egressDirect: false,
      bandwidthMeters: false,
      localIpStaticNat: false,
      distributedDhcp: false,
      permittedEthertypes: [],
      isolatedMetadata: false,
      forceMetadata: false,
      dvr: false,
      ha: { enabled: false, hostsPerRouter: undefined },
      dnsDomain: 'openstacklocal',
      mtuBytes: undefined,
    },
    hosts: machines,
    tenants: [{ id: TENANT, name: 't', uuid: undefined, places: placesAt(1) }],
    networks: numbers.map(createNetwork),
    subnets: numbers.map(createSubnet),
    routers: numbers.map(createRouter),
    securityGroups: [],
    vms,
    ports: vms.map(createPort),
    floatingIps: [],
    expectations: [],
  };
}

const TENANT = elementId('tenant', 't');
const UNDERLAY: Prefix = { address: createAddress(4, 0xac100000n), length: 16 };
const padded = (number: number) => String(number).padStart(5, '0');
const networkId = (n: number) => elementId('network', 't', `n${padded(n)}`);
const subnetId = (n: number) => elementId('subnet', 't', `s${padded(n)}`);
const NO_PINS = { uuid: undefined, mac: undefined, ofport: undefined } as const;

function placesAt(line: number): ElementPlaces {
  const place = { uri: 'inmemory:/large.ostopo', start: { line, character: 0 }, end: { line, character: 1 } };
  return { whole: place, name: place, properties: {} };
}

function createHost(h: number, roles: Host['roles']): Host {
  const name = `h${padded(h)}`;
  return {
    id: elementId('host', name),
    name,
    roles,
    tunnelIp: createAddress(4, UNDERLAY.address.value + 1n + BigInt(h)),
    bridges: [],
    sriov: [],
    localVlans: [],
    places: placesAt(h),
  };
}

function createNetwork(n: number): Network {
  const common = {
    name: `n${padded(n)}`,
    tenant: TENANT,
    uuid: undefined,
    mtuBytes: undefined,
    portSecurity: true,
    external: false,
    shared: false,
    sharedWith: undefined,
  };
  return { ...common, id: networkId(n), segment: { kind: 'overlay', type: 'vxlan', vni: undefined }, places: placesAt(n) };
}

/** Pieces of /19 from 16.0.0.0 on, up to 4,096 of them without meeting the underlay: 8,000 ports each. */
function createSubnet(n: number): Subnet {
  const prefix: Prefix = { address: createAddress(4, 0x10000000n + (BigInt(n) << 13n)), length: 19 };
  const dhcp: Dhcp = {
    id: elementId('dhcp', 't', `s${padded(n)}`),
    name: `s${padded(n)}`,
    enabled: true,
    address: undefined,
    ...NO_PINS,
    places: placesAt(n),
  };
  return {
    id: subnetId(n),
    name: `s${padded(n)}`,
    tenant: TENANT,
    network: networkId(n),
    uuid: undefined,
    prefix,
    written: prefix,
    gateway: { kind: 'default' },
    pools: [],
    dhcp,
    dnsServers: [],
    routes: [],
    ipv6Mode: undefined,
    places: placesAt(n),
  };
}

function createRouter(n: number): Router {
  const name = `r${padded(n)}`;
  const id: ElementId = elementId('router', 't', name);
  const item = {
    id: elementId('interface', 't', name, `s${padded(n)}`),
    name: `s${padded(n)}`,
    router: id,
    subnet: subnetId(n),
    address: undefined,
    ...NO_PINS,
    places: placesAt(n),
  };
  return {
    id,
    name,
    tenant: TENANT,
    uuid: undefined,
    interfaces: [item],
    routes: [],
    host: undefined,
    gateway: undefined,
    dvr: undefined,
    ha: undefined,
    places: placesAt(n),
  };
}

function createVm(n: number, p: number, machines: readonly Host[]): Vm {
  const name = `v${padded(n)}-${padded(p)}`;
  return {
    id: elementId('vm', 't', name),
    name,
    tenant: TENANT,
    host: machines[1 + ((n + p) % (machines.length - 1))]?.id,
    listens: [],
    places: placesAt(p),
  };
}

function createPort({ id, name, places }: Vm): VmPort {
  const n = Number(name.slice(1, 6));
  return {
    id: elementId('port', 't', name, `n${padded(n)}`),
    name: `n${padded(n)}`,
    vm: id,
    network: networkId(n),
    addresses: [],
    ...NO_PINS,
    securityGroups: undefined,
    portSecurity: true,
    allowedAddresses: [],
    binding: 'normal',
    qos: NO_QOS,
    localIps: [],
    subport: undefined,
    trunkUuid: undefined,
    adminUp: true,
    dhcpOptions: [],
    places,
  };
}
