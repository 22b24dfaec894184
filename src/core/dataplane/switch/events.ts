import type { Flow } from '#core/openflow';
import type { IpAddress } from '#core/net';
import type { Packet } from '#core/packet';
import type { BridgePort } from '#core/plan';

/** OpenFlow number of a bridge's own port, OFPP_LOCAL (OpenFlow 1.3, `ofp_port_no`). */
export const LOCAL_OFPORT = 0xfffe;

/** What a tunnel port knows of a frame that came in through it: the outer addresses and the VNI or GRE key. */
export interface TunnelMetadata {
  readonly tunId: number;
  readonly srcIp: IpAddress;
  readonly dstIp: IpAddress;
}

/** A frame as it enters a switch: at a port of one of its bridges. `tunnel` belongs to frames from tunnel ports. */
export interface SwitchInput {
  readonly bridge: string;
  readonly ofport: number;
  readonly packet: Packet;
  readonly tunnel?: TunnelMetadata;
}

/** A frame that leaves the switch. Patch ports never show here: they are followed inside. */
export interface SwitchOutput {
  readonly bridge: string;
  readonly ofport: number;
  /** The port's plan; `undefined` for the bridge's own port (`LOCAL_OFPORT`). */
  readonly port: BridgePort | undefined;
  readonly packet: Packet;
  /** For tunnel ports: what the outer headers carry. */
  readonly tunnel: { readonly tunId: number; readonly localIp: IpAddress; readonly remoteIp: IpAddress } | undefined;
  /** Number of the `output` event it comes from. */
  readonly event: number;
}

/** The frame at one moment of its way through the switch, with the fields that do not travel on the wire (registers and `tun_id` that are 0 are left out). */
export interface FrameState {
  readonly packet: Packet;
  readonly metadata: Readonly<Record<string, bigint>>;
}

/** Why NORMAL did what it did, as `ofproto/trace` words it (ofproto-dpif-xlate.c, `xlate_normal`). */
export type NormalDecision =
  | { readonly kind: 'learned-port'; readonly port: string }
  | { readonly kind: 'flood'; readonly ports: readonly string[] }
  | { readonly kind: 'drop'; readonly reason: 'disallowed-vlan' | 'reserved-multicast' | 'learned-port-is-input' | 'no-input-port' };

/** Why a frame, or this copy of it, went no further. */
export type DropReason =
  | 'flow-drop'
  | 'table-miss'
  | 'no-such-port'
  | 'port-is-input'
  | 'tunnel-to-itself'
  | 'translation-too-deep'
  | 'tracked-too-often'
  | 'disallowed-vlan'
  | 'reserved-multicast'
  | 'learned-port-is-input'
  | 'no-input-port'
  | 'no-port-in-vlan';

/** What happened, in the order in which it happened; `parent` is the event that led to it, so the list is a tree. */
export type SwitchEvent = {
  /** Place in the list, from 0. */
  readonly id: number;
  readonly parent: number | undefined;
  readonly bridge: string;
} & (
  | { readonly kind: 'bridge'; readonly inPort: string; readonly state: FrameState }
  /** `flow` is `undefined` at a table miss. `after` is the frame when the flow's own actions were done, before it was handed to another table. */
  | {
      readonly kind: 'table';
      readonly table: number;
      readonly flow: Flow | undefined;
      readonly before: FrameState;
      readonly after: FrameState;
    }
  | {
      readonly kind: 'normal';
      readonly inPort: string;
      readonly vlan: number;
      readonly learned: boolean;
      readonly decision: NormalDecision;
    }
  /** `ct()`: the frame was looked up in a zone, and goes on in `table`, where there is one, with the `ct_…` fields of `state`. */
  | {
      readonly kind: 'ct';
      readonly zone: number;
      readonly table: number | undefined;
      readonly isCommitted: boolean;
      /** Whether `exec(…)` set the connection's mark. */
      readonly isMarked: boolean;
      readonly state: FrameState;
    }
  /** A flow that `learn()` put into a table, or refreshed. */
  | { readonly kind: 'learn'; readonly flow: Flow }
  /** A crossing into another bridge; a `bridge` event of the peer follows. */
  | { readonly kind: 'patch'; readonly outPort: string; readonly peerBridge: string; readonly peerPort: string; readonly state: FrameState }
  | { readonly kind: 'output'; readonly outPort: string; readonly ofport: number; readonly state: FrameState }
  | { readonly kind: 'drop'; readonly reason: DropReason; readonly detail: string }
  /** Something the emulator does not follow; what came before it still holds. */
  | { readonly kind: 'not-modelled'; readonly detail: string }
);

/** All that became of one frame in one switch. */
export interface SwitchResult {
  readonly events: readonly SwitchEvent[];
  readonly outputs: readonly SwitchOutput[];
}
