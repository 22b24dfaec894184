import type { ElementId } from '#core/base';
import type { InterfaceAddress, IpAddress, MacAddress } from '#core/net';
import type { OverlayType } from '#core/model';

/** An Open vSwitch bridge of a host and its ports. */
export interface BridgePlan {
  readonly name: string;
  readonly kind: 'integration' | 'tunnel' | 'physical' | 'trunk';
  /** The element it exists for: the host, the host's bridge block, or the parent port of a trunk. */
  readonly element: ElementId;
  readonly physicalNetwork: string | undefined;
  /** Address on the bridge's own (LOCAL) port. */
  readonly address: InterfaceAddress | undefined;
  readonly ports: readonly BridgePort[];
}

/** A port of a bridge. `ofport` is its OpenFlow number, asked for with `ofport_request`. */
export type BridgePort = { readonly name: string; readonly ofport: number; readonly element: ElementId } & (
  | {
      readonly kind: 'patch';
      readonly peer: PatchPeer;
      /** The VLAN it is an access port of; `undefined`: it carries all. */
      readonly tag?: number;
    }
  | {
      readonly kind: 'tunnel';
      readonly type: OverlayType;
      readonly localIp: IpAddress;
      readonly remoteIp: IpAddress;
      readonly remoteHost: ElementId;
    }
  | { readonly kind: 'uplink'; readonly device: string }
  /** The tap of a VM on a trunk's bridge: it carries the VLANs of all subports, and untagged what is the parent's. */
  | { readonly kind: 'trunk-tap'; readonly mac: MacAddress }
  | {
      /** A Neutron port: `element` is its id. */
      readonly kind: 'vif';
      /** The patch to the bridge of its trunk. */
      readonly attachment: 'patch';
      readonly tag: number;
      readonly mac: MacAddress;
      readonly peer: PatchPeer;
      readonly namespace?: undefined;
    }
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

/** The other end of a patch. */
export interface PatchPeer {
  readonly bridge: string;
  readonly port: string;
}
