import { type ElementId, elementId, known, parseUuid } from '#core/base';
import { NO_QOS } from '#core/model';
import { type IpAddress, type MacAddress, type Prefix, parseAddress, parseInterfaceAddress, parseMac, prefixOf } from '#core/net';
import {
  BARE_NAMESPACE,
  type Deployment,
  type HostPlan,
  type NamespaceNat,
  type NamespacePlan,
  type PlannedPort,
  type PlannedSecurityRule,
} from '#core/plan';

/** Hand-made deployments: the smallest that show a rule, and the ones Neutron's own listings were printed from. */
export const HOST: ElementId = elementId('host', 'h1');
const PORT = elementId('port', 'demo.vm.net');
const NETWORK = elementId('network', 'demo.net');
const GROUP = elementId('security-group', 'demo.sg');

export function ip(text: string): IpAddress {
  return known(parseAddress(text), text);
}

export function mac(text: string): MacAddress {
  return known(parseMac(text), text);
}

export function prefix(text: string): Prefix {
  return prefixOf(known(parseInterfaceAddress(text), text));
}

export function uuid(text: string): PlannedPort['uuid'] {
  return known(parseUuid(text), text);
}

const ANY_EGRESS: PlannedSecurityRule = {
  element: elementId('rule', 'demo.sg.1'), direction: 'egress', ethertype: 4,
  protocol: undefined, ports: undefined, icmp: undefined, remotePrefix: undefined, remoteGroup: undefined,
}; // prettier-ignore

export function ingress(rule: Partial<PlannedSecurityRule>): PlannedSecurityRule {
  return { ...ANY_EGRESS, direction: 'ingress', ...rule };
}

const GROUP_UUID = uuid('aaaaaaaa-bbbb-cccc-dddd-eeeeeeeeeeee');

/** The rules of the port in Neutron's listing of the hybrid firewall. */
export const LISTED_RULES: readonly PlannedSecurityRule[] = [
  ANY_EGRESS,
  { ...ANY_EGRESS, ethertype: 6 },
  ingress({ protocol: 'tcp', ports: { first: 22, last: 22 } }),
  ingress({ protocol: 'tcp', ports: { first: 8000, last: 8010 }, remotePrefix: prefix('10.0.0.0/8') }),
  ingress({ protocol: 'icmp', icmp: { type: 8, code: 0 } }),
  ingress({ remoteGroup: { id: GROUP, uuid: GROUP_UUID, members: [prefix('10.0.0.5/32'), prefix('2001:db8::5/128')] } }),
];

const LISTED_PORT: PlannedPort = {
  id: PORT,
  uuid: uuid('11111111-2222-3333-4444-555555555555'),
  owner: 'compute:nova',
  network: NETWORK,
  hosts: [HOST],
  mac: mac('fa:16:3e:00:00:05'),
  addresses: [
    { address: ip('10.0.0.5'), subnet: elementId('subnet', 'demo.v4'), prefixLength: 24 },
    { address: ip('2001:db8::5'), subnet: elementId('subnet', 'demo.v6'), prefixLength: 64 },
  ],
  portSecurity: true,
  allowedAddresses: [],
  securityGroups: [{ id: GROUP, uuid: GROUP_UUID, stateless: false, rules: LISTED_RULES }],
  binding: 'normal',
  qos: NO_QOS,
  localIps: [],
  trunk: undefined,
  adminUp: true,
  dhcpOptions: [],
  device: elementId('vm', 'demo.vm'),
};

/** One VM port behind a Linux bridge on one host, changed as the test needs it. */
export function onePort(change: Partial<PlannedPort> = {}): Deployment {
  const port = { ...LISTED_PORT, ...change };
  const id = port.uuid.slice(0, 11);
  const host: HostPlan = {
    ...emptyHost(),
    bridges: [{ name: 'br-int', kind: 'integration', element: HOST, physicalNetwork: undefined, address: undefined, ports: [] }],
    hybridPlugs: [{ port: port.id, tap: `tap${id}`, qbr: `qbr${id}`, qvb: `qvb${id}`, qvo: `qvo${id}`, mtuBytes: 1450 }],
  };
  return deployment(host, [port]);
}

export function emptyHost(): HostPlan {
  return {
    id: HOST, name: 'h1', roles: ['compute'], tunnel: undefined, dvrMac: undefined, bridges: [], localVlans: [], hybridPlugs: [],
    virtualFunctions: [], sharedCards: [], namespaces: [], vms: [],
  }; // prettier-ignore
}

export function deployment(host: HostPlan, ports: readonly PlannedPort[] = []): Deployment {
  return {
    fabric: {
      id: elementId('fabric', 'lab'), name: 'lab', overlay: 'vxlan', overlayUdpPort: 4789, underlay: undefined, physicalNetworks: [],
      firewall: 'iptables-hybrid', l2Population: false, arpResponder: false, egressDirect: false, bandwidthMeters: false, localIpNat: undefined, distributedDhcp: false, permittedEthertypes: [], qosExtension: false, dnsDomain: 'openstacklocal',
    },
    networks: [], ports, routers: [], floatingIps: [], vms: [], hosts: [host],
  }; // prettier-ignore
}

/** A router namespace with one interface that has each address given. */
export function routerNamespace(...addresses: readonly string[]): NamespacePlan {
  return {
    ...BARE_NAMESPACE,
    name: 'qrouter-99999999-0000-0000-0000-000000000000',
    kind: 'router',
    element: elementId('router', 'demo.r'),
    devices: [routerDevice('qr-', 'qr-66666666-00', ...addresses)],
    nat: { externalDevice: undefined, snatAddress: undefined, snat: false, distributed: false, floatingIps: [] },
    metadataProxy: {
      addresses: [],
      device: undefined,
      port: 9697,
      header: 'X-Neutron-Router-ID',
      id: uuid('99999999-0000-0000-0000-000000000000'),
    },
  };
}

/** The same with a gateway that has the address given, and with what `change` says of its translation. */
export function gatewayNamespace(gateway: string, change: Partial<NamespaceNat> = {}): NamespacePlan {
  const inside = routerNamespace('10.0.0.1/24');
  const outside = routerDevice('qg-', 'qg-77777777-00', gateway);
  const snatAddress = outside.addresses[0]?.address;
  const nat = { externalDevice: outside.name, snatAddress, snat: true, distributed: false, floatingIps: [], ...change };
  return { ...inside, devices: [...inside.devices, outside], nat };
}

function routerDevice(prefixed: 'qr-' | 'qg-', name: string, ...addresses: readonly string[]): NamespacePlan['devices'][number] {
  return {
    name,
    prefix: prefixed,
    port: elementId('interface', `demo.r.${name}`),
    mac: mac('fa:16:3e:aa:aa:aa'),
    mtuBytes: 1450,
    addresses: addresses.map((text) => known(parseInterfaceAddress(text), text)),
  };
}
