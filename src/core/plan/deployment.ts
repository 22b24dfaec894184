import type { ElementId, Uuid } from '#core/base';
import type { AddressRange, InterfaceAddress, IpAddress, MacAddress, Prefix } from '#core/net';
import type { DhcpOption, FirewallDriver, HostRole, Ipv6Mode, OverlayType, PortQos, StaticRoute, VmPort } from '#core/model';
import type { BridgePlan } from './bridge-plan.ts';
import type { NamespacePlan } from './namespace-plan.ts';

export type { BridgePlan, BridgePort, PatchPeer } from './bridge-plan.ts';

/**
 * The cloud with every derived value filled in: who gets which address, MAC, VNI, local VLAN, device and port number, host by host.
 * It still knows nothing of flows. Every list is in a fixed order, so that equal models give equal deployments.
 */
export interface Deployment {
  readonly fabric: PlannedFabric;
  readonly networks: readonly PlannedNetwork[];
  readonly ports: readonly PlannedPort[];
  readonly routers: readonly PlannedRouter[];
  readonly floatingIps: readonly PlannedFloatingIp[];
  readonly vms: readonly PlannedVm[];
  readonly hosts: readonly HostPlan[];
}

/** The choices of the whole cloud that flows and scripts depend on. */
export interface PlannedFabric {
  readonly id: ElementId;
  readonly name: string;
  readonly overlay: OverlayType;
  /** UDP destination port of VXLAN and Geneve: 4789 and 6081 unless written; 0 for GRE, which has none. */
  readonly overlayUdpPort: number;
  /** `vlan`: the tag the switches between the hosts keep it apart by; no agent programs it, so it is for pictures and readers only. */
  readonly underlay: { readonly prefix: Prefix; readonly mtuBytes: number; readonly vlan?: number } | undefined;
  readonly physicalNetworks: readonly { readonly name: string; readonly mtuBytes: number }[];
  readonly firewall: FirewallDriver;
  readonly l2Population: boolean;
  /** Effective only together with l2-population (neutron-dataplane 1.6). */
  readonly arpResponder: boolean;
  readonly egressDirect: boolean;
  /** Limits of bandwidth are meters instead of rows of the database. */
  readonly bandwidthMeters: boolean;
  /** The agents of the hosts answer DHCP themselves. */
  readonly distributedDhcp: boolean;
  /** How Local IPs are translated; `undefined`: no port has any, and the agents do without the extension. */
  readonly localIpNat: 'static' | 'conntrack' | undefined;
  /** Ethertypes that pass the Open vSwitch firewall whatever the rules. */
  readonly permittedEthertypes: readonly number[];
  /** Whether the agents have their QoS extension, which they need once any port of the cloud has a limit or a mark. */
  readonly qosExtension: boolean;
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
  /** Neutron's `router:external`. */
  readonly external: boolean;
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
  readonly ipv6Mode: Ipv6Mode | undefined;
}

/** Neutron's `device_owner` of a port. */
export type PortOwner =
  | 'compute:nova'
  | 'trunk:subport'
  | 'network:dhcp'
  | 'network:router_interface'
  | 'network:router_interface_distributed'
  | 'network:ha_router_replicated_interface'
  | 'network:router_ha_interface'
  | 'network:router_gateway'
  | 'network:router_centralized_snat'
  | 'network:floatingip_agent_gateway';

/** A Neutron port, whoever owns it. */
export interface PlannedPort {
  readonly id: ElementId;
  readonly uuid: Uuid;
  readonly owner: PortOwner;
  readonly network: ElementId;
  /** Where it is plugged: one host, but for the ports of distributed and highly available routers, which are on each host of their router. */
  readonly hosts: Hosts;
  readonly mac: MacAddress;
  readonly addresses: readonly { readonly address: IpAddress; readonly subnet: ElementId; readonly prefixLength: number }[];
  /** False on ports without port security and on `network:*` owners (trusted). */
  readonly portSecurity: boolean;
  readonly allowedAddresses: readonly { readonly prefix: Prefix; readonly mac: MacAddress }[];
  readonly securityGroups: readonly PlannedSecurityGroupRef[];
  /** How the guest is plugged; `normal` for every `network:*` owner. */
  readonly binding: VmPort['binding'];
  /** `admin_state_up`: a port that is down is on the dead VLAN. */
  readonly adminUp: boolean;
  readonly qos: PortQos;
  /** Addresses of IPv4 under which guests of its host reach it. */
  readonly localIps: readonly IpAddress[];
  /** Its part in a trunk of its VM. */
  readonly trunk: PlannedTrunk | undefined;
  /** By version and name. */
  readonly dhcpOptions: readonly DhcpOption[];
  /** The VM, router or DHCP service it belongs to. */
  readonly device: ElementId;
}

/**
 * A trunk brings the frames of several ports to a guest by one tap, told apart by VLAN tags: the parent's are untagged, each subport's carry its VLAN
 * (Neutron's trunk service). `uuid` is the trunk's own.
 */
export type PlannedTrunk =
  { readonly kind: 'parent'; readonly uuid: Uuid } | { readonly kind: 'subport'; readonly parent: ElementId; readonly vlan: number };

/** At least one host. */
export type Hosts = readonly [ElementId, ...ElementId[]];

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

/** A router with the ports that could be planned. */
export interface PlannedRouter {
  readonly id: ElementId;
  readonly name: string;
  readonly uuid: Uuid;
  /** Where it has a `qrouter-` namespace: one network host; of a highly available router each host with a replica, the active one first; of a distributed one every host that it serves, after that or those of its source NAT. */
  readonly hosts: Hosts;
  readonly distributed: boolean;
  readonly highlyAvailable: boolean;
  /** VRRP's number, its own on the tenant's HA network, where the router has replicas. */
  readonly virtualRouterId: number | undefined;
  readonly interfaces: readonly ElementId[];
  readonly gateway: PlannedGateway | undefined;
  /** Those it translates. */
  readonly floatingIps: readonly ElementId[];
  readonly routes: readonly StaticRoute[];
}

/** A router's way out. Its port's hosts are where source NAT happens: those of the router, or of a distributed one's `snat-` namespaces. */
export interface PlannedGateway {
  readonly port: ElementId;
  readonly network: ElementId;
  /** `enable_snat`. */
  readonly snat: boolean;
  /** What guests without floating address appear as: the port's first IPv4 address (neutron-dataplane 7.2). */
  readonly snatAddress: IpAddress | undefined;
  /** Default routes: the gateways of the external subnets that the port has addresses of. One outside its subnet (`inSubnet` false) is reached by a route of its own. */
  readonly nextHops: readonly { readonly address: IpAddress; readonly inSubnet: boolean }[];
  /** The subnets of the external network that the port has no address of: they are on its link all the same. */
  readonly extraSubnets: readonly Prefix[];
}

/** An address of an external network, and the guest's address its router translates it to. */
export interface PlannedFloatingIp {
  readonly id: ElementId;
  readonly uuid: Uuid;
  readonly address: IpAddress;
  readonly network: ElementId;
  readonly port: ElementId;
  readonly fixedAddress: IpAddress;
  readonly router: ElementId;
  /** Where it is translated: the host of the router's gateway, or of a distributed router the guest's own. */
  readonly host: ElementId;
  /** Whether it is at the router's gateway (`dvr_snat_bound`, or no distributed router at all). */
  readonly centralised: boolean;
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
  /** The source of frames that routers of this host have routed (`dvr_host_macs`); `undefined` without distributed routing. */
  readonly dvrMac: MacAddress | undefined;
  /** br-int, br-tun, then the physical bridges by name, then those of trunks by their parent ports; empty on hosts without Open vSwitch. */
  readonly bridges: readonly BridgePlan[];
  readonly localVlans: readonly { readonly network: ElementId; readonly vlan: number }[];
  /** One per hybrid-plugged VM port. */
  readonly hybridPlugs: readonly HybridPlug[];
  /** One per port with `binding direct` or `macvtap`. */
  readonly virtualFunctions: readonly VirtualFunction[];
  /** What network cards shared by a bridge and virtual functions must be told. */
  readonly sharedCards: readonly SharedCardAddress[];
  readonly namespaces: readonly NamespacePlan[];
  /** The VMs on this host. */
  readonly vms: readonly ElementId[];
}

/** Where the host's tunnel address sits: on a bridge of its own (`br-ex`), or on a network card that is none of our business. */
export interface TunnelEndpoint {
  readonly address: InterfaceAddress;
  readonly bridge: string | undefined;
}

/** A port of a guest that is a virtual function of an SR-IOV card (Neutron's `binding:vnic_type` direct or macvtap): no port of any bridge. */
export interface VirtualFunction {
  readonly port: ElementId;
  readonly binding: 'direct' | 'macvtap';
  /** The cards it may be taken from; Nova chooses when the VM starts. */
  readonly devices: readonly string[];
  readonly mac: MacAddress;
  /** The VLAN the card puts on its frames; `undefined` on a flat network. */
  readonly vlan: number | undefined;
  readonly mtuBytes: number;
}

/** An entry of a card's forwarding database: this MAC is behind the bridge the card is in. */
export interface SharedCardAddress {
  readonly port: ElementId;
  readonly device: string;
  readonly mac: MacAddress;
}

/** tap and qvb in the Linux bridge qbr, qvo in br-int (article-lab 2; neutron-dataplane 1.5). */
export interface HybridPlug {
  readonly port: ElementId;
  readonly tap: string;
  readonly qbr: string;
  readonly qvb: string;
  readonly qvo: string;
  readonly mtuBytes: number;
}
