import type { ElementId, Uuid } from '#core/base';
import type { InterfaceAddress, IpAddress, MacAddress, Prefix } from '#core/net';
import type { DhcpOption } from '#core/model';
import type { PlannedSubnet } from './deployment.ts';
import type { AgentDevicePrefix } from './device-name.ts';

/** A network namespace of the L3 or DHCP agent: all that is in it but its packet filter, which is compiled from it. */
export interface NamespacePlan {
  readonly name: string;
  /** `qrouter-`, `snat-` (of a distributed router), `fip-` (of a host and an external network), `qdhcp-`. */
  readonly kind: 'router' | 'snat' | 'fip' | 'dhcp';
  /** The router or the network. */
  readonly element: ElementId;
  readonly devices: readonly NamespaceDevice[];
  /** The ends of veth pairs to other namespaces that are in this one. */
  readonly veths: readonly NamespaceVeth[];
  /** Beyond the connected ones. Several with one destination and table are one route with several next hops (ECMP). */
  readonly routes: readonly NamespaceRoute[];
  /** `ip rule`, beyond the kernel's three. */
  readonly policyRules: readonly PolicyRule[];
  /** Permanent ones. */
  readonly neighbours: readonly NamespaceNeighbour[];
  readonly sysctls: readonly { readonly key: string; readonly value: string }[];
  /** What the router translates in this namespace; `undefined` in a DHCP or `fip-` namespace, and in a `snat-` one without gateway. */
  readonly nat: NamespaceNat | undefined;
  readonly dhcp: DhcpPlan | undefined;
  readonly radvd: RadvdPlan | undefined;
  readonly keepalived: KeepalivedPlan | undefined;
  readonly metadataProxy: MetadataProxyPlan | undefined;
}

/** What a namespace has none of unless its kind says otherwise. */
export const BARE_NAMESPACE = {
  veths: [],
  routes: [],
  policyRules: [],
  neighbours: [],
  sysctls: [],
  nat: undefined,
  dhcp: undefined,
  radvd: undefined,
  keepalived: undefined,
  metadataProxy: undefined,
} as const satisfies Partial<NamespacePlan>;

/** An internal port of br-int inside a namespace. */
export interface NamespaceDevice {
  readonly name: string;
  /** What it is, as its name says: `qr-` an interface, `qg-` the gateway, `tap` of the DHCP service, `sg-`, `ha-`, `fg-`. */
  readonly prefix: AgentDevicePrefix;
  readonly port: ElementId;
  readonly mac: MacAddress;
  readonly mtuBytes: number;
  /** What it has while its namespace is at work; where there is keepalived, it is who puts on those that it names. */
  readonly addresses: readonly InterfaceAddress[];
}

/** One end of a veth pair between two namespaces of a host. */
export interface NamespaceVeth {
  readonly name: string;
  readonly peer: { readonly namespace: string; readonly device: string };
  /** The router it exists for. */
  readonly element: ElementId;
  readonly mac: MacAddress;
  readonly mtuBytes: number;
  readonly addresses: readonly InterfaceAddress[];
}

/** A route of a namespace, as `ip route` takes it. */
export interface NamespaceRoute {
  readonly destination: Prefix;
  /** `undefined`: the destination is on the link (`scope link`) of `device`. */
  readonly nextHop: IpAddress | undefined;
  /** `undefined`: the one whose link the next hop is on. */
  readonly device: string | undefined;
  /** `undefined`: the main table. */
  readonly table: number | undefined;
}

/** `ip rule add [from PREFIX] [iif DEVICE] lookup TABLE priority N`. */
export interface PolicyRule {
  readonly priority: number;
  readonly version: 4 | 6;
  readonly source: Prefix | undefined;
  readonly inDevice: string | undefined;
  readonly table: number;
}

/** A neighbour that is never asked for. */
export interface NamespaceNeighbour {
  readonly device: string;
  readonly address: IpAddress;
  readonly mac: MacAddress;
}

/** What the iptables of a `qrouter-` or `snat-` namespace translate (neutron-dataplane 7.2). */
export interface NamespaceNat {
  /** The device towards the outside (`qg-…`, `rfp-…`); `undefined` without gateway. */
  readonly externalDevice: string | undefined;
  /** Source of connections that need one; `undefined` where none is translated here. */
  readonly snatAddress: IpAddress | undefined;
  /** `enable_snat`: also guests without floating address. */
  readonly snat: boolean;
  /** A distributed router's namespace on the guests' host: outside is what comes by its link to a `fip-` namespace. */
  readonly distributed: boolean;
  readonly floatingIps: readonly { readonly element: ElementId; readonly address: IpAddress; readonly fixedAddress: IpAddress }[];
}

/** What dnsmasq of one network serves. */
export interface DhcpPlan {
  readonly network: ElementId;
  readonly networkUuid: Uuid;
  readonly interface: string;
  readonly mtuBytes: number;
  readonly domain: string;
  readonly subnets: readonly PlannedSubnet[];
  /** Every port that gets a line: VMs and router interfaces. */
  readonly leases: readonly {
    readonly port: ElementId;
    readonly mac: MacAddress;
    readonly address: IpAddress;
    readonly subnet: ElementId;
  }[];
  /** Ports with options of their own (Neutron's `extra_dhcp_opts`). */
  readonly portOptions: readonly PortOptions[];
  /** Addresses of DHCP ports, for option dns-server where a subnet names none and there are several. */
  readonly serverAddresses: readonly IpAddress[];
  /** Subnets whose gateway address a router port holds: the metadata route goes there. */
  readonly routedSubnets: readonly ElementId[];
  /** Subnets whose guests find the metadata address in this namespace itself, with the address there by which they do (`enable_isolated_metadata`, `force_metadata`). */
  readonly metadataServers: readonly MetadataServer[];
}

/** The next hop that a subnet's guests have to the metadata address. */
export interface MetadataServer {
  readonly subnet: ElementId;
  readonly address: IpAddress;
}

/** The DHCP options of one port. */
export interface PortOptions {
  readonly port: ElementId;
  readonly uuid: Uuid;
  /** Option 61, by which its lines know the guest. */
  readonly clientId: string | undefined;
  /** All others, whatever their version. */
  readonly options: readonly DhcpOption[];
  /** Those of its addresses: an option of another version is not told. */
  readonly versions: readonly (4 | 6)[];
}

/** The router advertisements of a router's namespace (neutron-dataplane 7.5). */
export interface RadvdPlan {
  readonly routerUuid: Uuid;
  readonly interfaces: readonly {
    readonly device: string;
    readonly mtuBytes: number;
    /** Those with an `ipv6` mode. */
    readonly subnets: readonly PlannedSubnet[];
  }[];
}

/** The keepalived of a highly available router (neutron-dataplane 7.3). */
export interface KeepalivedPlan {
  readonly routerUuid: Uuid;
  /** 1..254. */
  readonly virtualRouterId: number;
  /** The `ha-` device. */
  readonly interface: string;
  /** `169.254.0.VRID/24`. */
  readonly primaryAddress: InterfaceAddress;
  readonly excludedAddresses: readonly { readonly address: InterfaceAddress; readonly device: string; readonly linkScope: boolean }[];
  readonly routes: readonly NamespaceRoute[];
  /** Whether this replica is the one at work as long as nothing fails. */
  readonly active: boolean;
}

/** The haproxy that hands metadata requests on, with who asks. */
export interface MetadataProxyPlan {
  /** Where it listens: at these addresses, or with none at every one. */
  readonly addresses: readonly IpAddress[];
  /** The device that link-local addresses are on. */
  readonly device: string | undefined;
  readonly port: number;
  readonly header: 'X-Neutron-Router-ID' | 'X-Neutron-Network-ID';
  readonly id: Uuid;
}
