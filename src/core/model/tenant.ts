import type { ElementId, Uuid } from '#core/base';
import type { AddressRange, InterfaceAddress, IpAddress, MacAddress, Prefix } from '#core/net';
import type { Element } from './element.ts';
import type { NumberRange, OverlayType } from './fabric.ts';

/** Values that are derived unless the text pins them. `ofport` is the OpenFlow port number on br-int. */
export interface PortPins {
  readonly uuid: Uuid | undefined;
  readonly mac: MacAddress | undefined;
  readonly ofport: number | undefined;
}

/** Whose networks, routers, groups and VMs they are: Neutron's project. */
export interface Tenant extends Element {
  readonly uuid: Uuid | undefined;
}

/** How a network's frames are told apart on the wire, as written. */
export type NetworkSegment =
  | { readonly kind: 'overlay'; readonly type: OverlayType; readonly vni: number | undefined }
  | { readonly kind: 'vlan'; readonly physicalNetwork: string | undefined; readonly vlan: number | undefined }
  | { readonly kind: 'flat'; readonly physicalNetwork: string | undefined }
  | { readonly kind: 'local' };

/** A layer 2 network of a tenant. */
export interface Network extends Element {
  readonly tenant: ElementId;
  readonly uuid: Uuid | undefined;
  readonly segment: NetworkSegment;
  readonly mtuBytes: number | undefined;
  readonly portSecurity: boolean;
  readonly external: boolean;
  readonly shared: boolean;
  /** `shared with T, …`: the only tenants it is shared with; `undefined` with `shared` means all. */
  readonly sharedWith: readonly ElementId[] | undefined;
}

/** How the guests of an IPv6 subnet get their addresses: Neutron's `ipv6_address_mode` and `ipv6_ra_mode`, which are set alike. */
export type Ipv6Mode = 'slaac' | 'dhcpv6-stateful' | 'dhcpv6-stateless';

/** A range of addresses of a network. */
export interface Subnet extends Element {
  readonly tenant: ElementId;
  readonly network: ElementId;
  readonly uuid: Uuid | undefined;
  readonly prefix: Prefix;
  /** The CIDR as written, host bits kept. */
  readonly written: InterfaceAddress;
  /** `default`: the first usable address. */
  readonly gateway: { readonly kind: 'default' } | { readonly kind: 'none' } | { readonly kind: 'address'; readonly address: IpAddress };
  /** As written; empty means the whole subnet less gateway. */
  readonly pools: readonly AddressRange[];
  readonly dhcp: Dhcp;
  readonly dnsServers: readonly IpAddress[];
  readonly routes: readonly StaticRoute[];
  /** `undefined`: not written, so Neutron sends no router advertisements. */
  readonly ipv6Mode: Ipv6Mode | undefined;
}

/** The DHCP service of a subnet; its element stands for its Neutron port. */
export interface Dhcp extends Element, PortPins {
  readonly enabled: boolean;
  readonly address: IpAddress | undefined;
}

/** A route written by hand: of a router, or for the guests of a subnet (DHCP option 121). */
export interface StaticRoute {
  readonly destination: Prefix;
  readonly nextHop: IpAddress;
  /** The destination as written, host bits kept, where that is not `destination` itself. */
  readonly written?: InterfaceAddress;
}

/** A router of a tenant, in a namespace of a network host. */
export interface Router extends Element {
  readonly tenant: ElementId;
  readonly uuid: Uuid | undefined;
  readonly interfaces: readonly RouterInterface[];
  readonly routes: readonly StaticRoute[];
  /** `host H`: the network host it is scheduled to. */
  readonly host: ElementId | undefined;
  /** Its way out, where it has one. */
  readonly gateway: RouterGateway | undefined;
  /** As written; `undefined` means as the fabric (`routerModes` tells). */
  readonly dvr: boolean | undefined;
  /** As written; `undefined` means as the fabric (`routerModes` tells). */
  readonly ha: boolean | undefined;
}

/** `external NETWORK`: a router's port on an external network, with the default route and source NAT. */
export interface RouterGateway extends Element, PortPins {
  readonly router: ElementId;
  readonly network: ElementId;
  /** Addresses pinned with `ip`; empty: derived. */
  readonly addresses: readonly IpAddress[];
  /** Whether guests without floating address go out under the router's (Neutron's `enable_snat`, on unless written). */
  readonly snat: boolean;
}

/** A router's port on a subnet. */
export interface RouterInterface extends Element, PortPins {
  readonly router: ElementId;
  readonly subnet: ElementId;
  /** The subnet's gateway unless written. */
  readonly address: IpAddress | undefined;
}

/** A named set of rules that ports are in. */
export interface SecurityGroup extends Element {
  readonly tenant: ElementId;
  readonly uuid: Uuid | undefined;
  readonly rules: readonly SecurityRule[];
  readonly noDefaultEgress: boolean;
  readonly stateless: boolean;
}

/** One `allow` line. A line with several ports is several rules. */
export interface SecurityRule extends Element {
  readonly direction: 'ingress' | 'egress';
  /** IP protocol as written (`tcp`, `icmp`, a number), `undefined` for any. */
  readonly protocol: string | number | undefined;
  readonly ports: NumberRange | undefined;
  readonly icmp: { readonly type: number; readonly code: number | undefined } | undefined;
  readonly remote:
    | { readonly kind: 'any' }
    /** `written`: with its host bits, where it has any. */
    | { readonly kind: 'prefix'; readonly prefix: Prefix; readonly written?: InterfaceAddress }
    | { readonly kind: 'group'; readonly group: ElementId };
  readonly ethertype: 4 | 6 | undefined;
}

/** A virtual machine and the host it runs on. */
export interface Vm extends Element {
  readonly tenant: ElementId;
  /** `undefined` when the name written is unknown. */
  readonly host: ElementId | undefined;
  readonly listens: readonly { readonly protocol: 'tcp' | 'udp'; readonly port: number }[];
}

/** A VM's port. */
export interface VmPort extends Element, PortPins {
  readonly vm: ElementId;
  readonly network: ElementId;
  /** Addresses pinned with `ip`. */
  readonly addresses: readonly IpAddress[];
  /** `undefined`: none named, so the tenant's `default` group; empty: `security none`. */
  readonly securityGroups: readonly ElementId[] | undefined;
  readonly portSecurity: boolean;
  /** In the order of the text; their places are `allowed-address`, `allowed-address.2` …. */
  readonly allowedAddresses: readonly AllowedAddress[];
  /** How the guest is plugged (Neutron's `binding:vnic_type`): by the switch, or by a virtual function of an SR-IOV card. */
  readonly binding: 'normal' | 'direct' | 'macvtap';
  /** Neutron's `admin_state_up`: a port that is down passes nothing. */
  readonly adminUp: boolean;
  readonly qos: PortQos;
  /** Addresses under which guests of its own host reach it, whoever has them elsewhere: Neutron's Local IPs. */
  readonly localIps: readonly IpAddress[];
  /** Where its frames are tagged ones of another port of the VM. */
  readonly subport: Subport | undefined;
  /** `trunk-id`: the UUID of the trunk whose parent it is, unless that is derived. */
  readonly trunkUuid: Uuid | undefined;
  /** In the order of the text; their places are `dhcp-option`, `dhcp-option.2` …, and `dhcp-option.value` … of the values. */
  readonly dhcpOptions: readonly DhcpOption[];
}

/** What a port may send from beside its own addresses (Neutron's `allowed_address_pairs`). */
export interface AllowedAddress {
  readonly prefix: Prefix;
  /** As written, host bits kept, where that is not `prefix` itself. */
  readonly written?: InterfaceAddress;
  /** `undefined`: the port's own. */
  readonly mac: MacAddress | undefined;
}

/** A place in a trunk: what the guest sends on the parent port with this VLAN tag is sent by the subport (Neutron's `sub_ports`). */
export interface Subport {
  /** A port of the same VM. */
  readonly parent: ElementId;
  /** The tag inside the guest, no VLAN of any network (Neutron's `segmentation_id`); `undefined` where none is written that can be read. */
  readonly vlan: number | undefined;
}

/** What a guest's DHCP server tells it besides: one of Neutron's `extra_dhcp_opts`. */
export interface DhcpOption {
  /** As dnsmasq calls it (`bootfile-name`), or its number. */
  readonly option: string;
  readonly value: string;
  /** DHCPv4 or DHCPv6. */
  readonly version: 4 | 6;
}

/** A rate limit of one direction, seen from the guest: `egress` is what it sends. */
export interface BandwidthLimit {
  /** Kilobits (1000 bits) per second: Neutron's `max_kbps`. */
  readonly rateKbps: number;
  /** Kilobits: Neutron's `max_burst_kbps`; `undefined`: 80 % of the rate for what the guest sends, and what the kernel chooses for what it receives. */
  readonly burstKbits: number | undefined;
}

/** A limit of packets in one direction, seen from the guest: Neutron's packet rate limit, which counts in thousands. */
export interface PacketLimit {
  /** Packets per second: 1000 times Neutron's `max_kpps`. */
  readonly ratePps: number;
  /** Packets: 1000 times Neutron's `max_burst_kpps`; `undefined`: none is set. */
  readonly burstPackets: number | undefined;
}

/** What may be said of both directions, seen from the guest: `egress` is what it sends. */
export type ByDirection<T> = Readonly<Record<'ingress' | 'egress', T | undefined>>;

/** What is limited or marked at a port: Neutron's QoS rules. */
export interface PortQos extends ByDirection<BandwidthLimit> {
  readonly packets: ByDirection<PacketLimit>;
  /** Kilobits per second that are kept for it: Neutron's minimum bandwidth (`min_kbps`). */
  readonly guaranteedKbps: ByDirection<number>;
  /** The DSCP value its packets are marked with. */
  readonly dscp: number | undefined;
}

/** A port without QoS rules. */
export const NO_QOS: PortQos = {
  ingress: undefined,
  egress: undefined,
  packets: { ingress: undefined, egress: undefined },
  guaranteedKbps: { ingress: undefined, egress: undefined },
  dscp: undefined,
};

/** An address of an external network that leads to a port. Its name is the address. */
export interface FloatingIp extends Element {
  readonly tenant: ElementId;
  readonly uuid: Uuid | undefined;
  readonly address: IpAddress;
  /** `undefined` when the name written leads to no port. */
  readonly port: ElementId | undefined;
  /** `from NETWORK`; `undefined`: the external network with a subnet that holds the address. */
  readonly network: ElementId | undefined;
  /** `fixed IP`; `undefined`: the port's only IPv4 address. */
  readonly fixed: IpAddress | undefined;
}
