import type { ElementId, Uuid } from '#core/base';
import type { AddressRange, InterfaceAddress, IpAddress, MacAddress, Prefix } from '#core/net';
import type { FirewallDriver, HostRole, OverlayType, StaticRoute } from '#core/model';

/**
 * The cloud with every derived value filled in: who gets which address, MAC, VNI, local VLAN, device and port number, host by host.
 * It still knows nothing of flows. Every list is in a fixed order, so that equal models give equal deployments.
 */
export interface Deployment {
  readonly fabric: PlannedFabric;
  readonly networks: readonly PlannedNetwork[];
  readonly ports: readonly PlannedPort[];
  readonly routers: readonly PlannedRouter[];
  readonly vms: readonly PlannedVm[];
  readonly hosts: readonly HostPlan[];
}

/** The choices of the whole cloud that flows and scripts depend on. */
export interface PlannedFabric {
  readonly id: ElementId;
  readonly name: string;
  readonly overlay: OverlayType;
  /** UDP destination port of VXLAN and Geneve: 4789 and 6081 unless written. */
  readonly overlayUdpPort: number;
  readonly underlay: { readonly prefix: Prefix; readonly mtuBytes: number } | undefined;
  readonly physicalNetworks: readonly { readonly name: string; readonly mtuBytes: number }[];
  readonly firewall: FirewallDriver;
  readonly l2Population: boolean;
  /** Effective only together with l2-population (neutron-dataplane 1.6). */
  readonly arpResponder: boolean;
  readonly dnsDomain: string;
}

/** A network with its segment, MTU and subnets decided. */
export interface PlannedNetwork {
  readonly id: ElementId;
  readonly name: string;
  readonly tenant: ElementId;
  readonly uuid: Uuid;
  readonly mtuBytes: number;
  readonly segment: PlannedSegment;
  readonly subnets: readonly PlannedSubnet[];
}

/** How a network's frames are told apart on the wire, numbers decided. */
export type PlannedSegment =
  | { readonly kind: 'overlay'; readonly type: OverlayType; readonly vni: number }
  | { readonly kind: 'vlan'; readonly physicalNetwork: string; readonly vlan: number }
  | { readonly kind: 'flat'; readonly physicalNetwork: string }
  | { readonly kind: 'local' };

/** A subnet with its gateway and pools decided. */
export interface PlannedSubnet {
  readonly id: ElementId;
  readonly name: string;
  readonly uuid: Uuid;
  readonly network: ElementId;
  readonly prefix: Prefix;
  readonly gateway: IpAddress | undefined;
  readonly pools: readonly AddressRange[];
  readonly dhcpEnabled: boolean;
  readonly dnsServers: readonly IpAddress[];
  readonly routes: readonly StaticRoute[];
}

/** A Neutron port, whoever owns it. */
export interface PlannedPort {
  readonly id: ElementId;
  readonly uuid: Uuid;
  readonly owner: 'compute:nova' | 'network:dhcp' | 'network:router_interface';
  readonly network: ElementId;
  readonly host: ElementId;
  readonly mac: MacAddress;
  readonly addresses: readonly { readonly address: IpAddress; readonly subnet: ElementId; readonly prefixLength: number }[];
  /** False on ports without port security and on `network:*` owners (trusted). */
  readonly portSecurity: boolean;
  readonly allowedAddresses: readonly { readonly prefix: Prefix; readonly mac: MacAddress }[];
  readonly securityGroups: readonly PlannedSecurityGroupRef[];
  /** The VM, router or DHCP service it belongs to. */
  readonly device: ElementId;
}

/** A group with its rules as Neutron stores them, default rules included. */
export interface PlannedSecurityGroupRef {
  readonly id: ElementId;
  readonly uuid: Uuid;
  readonly stateless: boolean;
  readonly rules: readonly PlannedSecurityRule[];
}

/** One rule as Neutron stores it (neutron-dataplane 9.6). */
export interface PlannedSecurityRule {
  readonly element: ElementId;
  readonly direction: 'ingress' | 'egress';
  readonly ethertype: 4 | 6;
  /** Neutron's protocol name (`tcp`, `icmp`, `ipv6-icmp`) or number; `undefined` any. */
  readonly protocol: string | number | undefined;
  readonly ports: { readonly first: number; readonly last: number } | undefined;
  readonly icmp: { readonly type: number; readonly code: number | undefined } | undefined;
  readonly remotePrefix: Prefix | undefined;
  /** Members' addresses at planning time; `undefined` when the rule names no group. */
  readonly remoteGroup: { readonly id: ElementId; readonly uuid: Uuid; readonly members: readonly MemberAddress[] } | undefined;
}

/** What a member of a group may send from. `mac` says whose it is where that is every address, and is left out elsewhere. */
export interface MemberAddress extends Prefix {
  readonly mac?: MacAddress;
}

/** A router on its host, with the interfaces that could be planned. */
export interface PlannedRouter {
  readonly id: ElementId;
  readonly name: string;
  readonly uuid: Uuid;
  readonly host: ElementId;
  readonly interfaces: readonly ElementId[];
  readonly routes: readonly StaticRoute[];
}

/** A VM on its host, with the ports that could be planned. */
export interface PlannedVm {
  readonly id: ElementId;
  readonly name: string;
  readonly uuid: Uuid;
  /** libvirt's name: `instance-00000001`. */
  readonly instanceName: string;
  readonly host: ElementId;
  readonly ports: readonly ElementId[];
  readonly listens: readonly { readonly protocol: 'tcp' | 'udp'; readonly port: number }[];
}

/** All of one machine. */
export interface HostPlan {
  readonly id: ElementId;
  readonly name: string;
  readonly roles: readonly HostRole[];
  readonly tunnel: TunnelEndpoint | undefined;
  /** br-int, br-tun, then the physical bridges by name; empty on hosts without Open vSwitch. */
  readonly bridges: readonly BridgePlan[];
  readonly localVlans: readonly { readonly network: ElementId; readonly vlan: number }[];
  /** One per hybrid-plugged VM port. */
  readonly hybridPlugs: readonly HybridPlug[];
  readonly namespaces: readonly NamespacePlan[];
  /** The VMs on this host. */
  readonly vms: readonly ElementId[];
}

/** Where the host's tunnel address sits: on a bridge of its own (`br-ex`), or on a network card that is none of our business. */
export interface TunnelEndpoint {
  readonly address: InterfaceAddress;
  readonly bridge: string | undefined;
}

/** An Open vSwitch bridge of a host and its ports. */
export interface BridgePlan {
  readonly name: string;
  readonly kind: 'integration' | 'tunnel' | 'physical';
  /** The element it exists for: the host, or the host's bridge block. */
  readonly element: ElementId;
  readonly physicalNetwork: string | undefined;
  /** Address on the bridge's own (LOCAL) port. */
  readonly address: InterfaceAddress | undefined;
  readonly ports: readonly BridgePort[];
}

/** A port of a bridge. `ofport` is its OpenFlow number, asked for with `ofport_request`. */
export type BridgePort = { readonly name: string; readonly ofport: number; readonly element: ElementId } & (
  | { readonly kind: 'patch'; readonly peer: { readonly bridge: string; readonly port: string } }
  | {
      readonly kind: 'tunnel';
      readonly type: OverlayType;
      readonly localIp: IpAddress;
      readonly remoteIp: IpAddress;
      readonly remoteHost: ElementId;
    }
  | { readonly kind: 'uplink'; readonly device: string }
  | {
      /** A Neutron port: `element` is its id. */
      readonly kind: 'vif';
      /** `hybrid`: the qvo end of a veth; `tap`: the VM's tap itself; `internal`: made by the switch and moved into `namespace`. */
      readonly attachment: 'hybrid' | 'tap' | 'internal';
      readonly tag: number;
      readonly mac: MacAddress;
      readonly namespace: string | undefined;
    }
);

/** tap and qvb in the Linux bridge qbr, qvo in br-int (article-lab 2; neutron-dataplane 1.5). */
export interface HybridPlug {
  readonly port: ElementId;
  readonly tap: string;
  readonly qbr: string;
  readonly qvb: string;
  readonly qvo: string;
  readonly mtuBytes: number;
}

/** A network namespace of the L3 or DHCP agent. */
export interface NamespacePlan {
  readonly name: string;
  readonly kind: 'router' | 'dhcp';
  /** The router or the network. */
  readonly element: ElementId;
  readonly devices: readonly NamespaceDevice[];
  /** Beyond the connected ones. */
  readonly routes: readonly StaticRoute[];
  readonly dhcp: DhcpPlan | undefined;
}

/** An internal port of br-int inside a namespace. */
export interface NamespaceDevice {
  readonly name: string;
  readonly port: ElementId;
  readonly mac: MacAddress;
  readonly mtuBytes: number;
  readonly addresses: readonly InterfaceAddress[];
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
  /** Addresses of DHCP ports, for option dns-server where a subnet names none and there are several. */
  readonly serverAddresses: readonly IpAddress[];
  /** Subnets whose gateway address a router port holds: the metadata route goes there. */
  readonly routedSubnets: readonly ElementId[];
}
