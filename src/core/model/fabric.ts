import type { ElementId } from '#core/base';
import type { InterfaceAddress, IpAddress, Prefix } from '#core/net';
import type { Element } from './element.ts';

/** Encapsulations of tenant networks. */
export type OverlayType = 'vxlan' | 'gre' | 'geneve';

/** Security group drivers of Neutron's Open vSwitch agent; `none` is its `noop`. */
export type FirewallDriver = 'openvswitch' | 'iptables-hybrid' | 'none';

/** An inclusive run of numbers: VNIs, VLAN ids, ports. */
export interface NumberRange {
  readonly first: number;
  readonly last: number;
}

/** Choices of the whole cloud, with Neutron's defaults where the text is silent. */
export interface Fabric extends Element {
  readonly overlay: { readonly type: OverlayType; readonly vniRange: NumberRange | undefined; readonly udpPort: number | undefined };
  /** The network that carries the tunnels; `mtuBytes` is its IP MTU (1500 unless written). */
  readonly underlay:
    | { readonly prefix: Prefix; readonly written: InterfaceAddress; readonly mtuBytes: number; readonly vlan: number | undefined }
    | undefined;
  readonly physicalNetworks: readonly PhysicalNetwork[];
  readonly firewall: FirewallDriver;
  readonly l2Population: boolean;
  readonly arpResponder: boolean;
  /** Neutron's `explicitly_egress_direct`: frames leave by flows of their own instead of being switched, so that nothing is flooded. */
  readonly egressDirect: boolean;
  /** Neutron's `qos_meter_bandwidth`: limits of bandwidth are meters of br-int instead of rows of the database. */
  readonly bandwidthMeters: boolean;
  /** Neutron's `static_nat` of Local IPs: flows translate instead of connection tracking. */
  readonly localIpStaticNat: boolean;
  /** Neutron's `permitted_ethertypes`, ascending: frames of these types pass the Open vSwitch firewall whatever the rules. */
  readonly permittedEthertypes: readonly number[];
  /** The agent's `dhcp` extension with `disable_traditional_dhcp`: the Open vSwitch agent of each host answers its guests, and there are no DHCP agents. */
  readonly distributedDhcp: boolean;
  /** Neutron's `enable_isolated_metadata`: the DHCP service answers for metadata where no router does. */
  readonly isolatedMetadata: boolean;
  /** Neutron's `force_metadata`: it does so everywhere. */
  readonly forceMetadata: boolean;
  readonly dvr: boolean;
  readonly ha: { readonly enabled: boolean; readonly hostsPerRouter: number | undefined };
  readonly dnsDomain: string;
  /** `mtu N` of the fabric: Neutron's `global_physnet_mtu`. */
  readonly mtuBytes: number | undefined;
}

/** A provider network as `bridge_mappings` names it. */
export interface PhysicalNetwork extends Element {
  readonly vlanRange: NumberRange | undefined;
  readonly mtuBytes: number | undefined;
  readonly flat: boolean;
}

/** What a host is for; Open vSwitch runs on compute and network hosts. */
export type HostRole = 'compute' | 'network' | 'control' | 'storage';

/** A machine of the cloud. */
export interface Host extends Element {
  readonly roles: readonly HostRole[];
  readonly tunnelIp: IpAddress | undefined;
  readonly bridges: readonly HostBridge[];
  /** `sriov P { device DEV }`: cards whose virtual functions guests get. */
  readonly sriov: readonly SriovMapping[];
  /** `local-vlan NETWORK N`. */
  readonly localVlans: readonly { readonly network: ElementId; readonly vlan: number }[];
}

/** What `physical_device_mappings` of the SR-IOV agent says: the cards of a host that are on a physical network. */
export interface SriovMapping extends Element {
  readonly physicalNetwork: string | undefined;
  readonly devices: readonly string[];
}

/** A physical (provider) bridge of a host. */
export interface HostBridge extends Element {
  readonly physicalNetwork: string | undefined;
  /** The network card that is its port. */
  readonly device: string | undefined;
  readonly address: InterfaceAddress | undefined;
}
