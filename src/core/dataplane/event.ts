/**
 * What happened to frames, as a tree: a message (one frame somebody sent) starts a trail, every device it meets adds an event, a flood makes
 * branches, and each copy ends in an event of kind `deliver`, `drop` or `not-modelled`.
 */
import type { ElementId } from '#core/base';
import type { IpAddress } from '#core/net';
import type { ConnectionState, Rule, RuleTable } from '#core/netfilter';
import type { Encapsulation, Packet } from '#core/packet';
import type { Endpoint } from './conntrack/endpoint.ts';
import type { TranslatedEnd } from './conntrack/translate-packet.ts';
import type { SwitchEvent } from './switch/events.ts';

/** One thing that happened to one copy of a frame. `packet` is the frame afterwards; `host` is `undefined` on the underlay. */
export type DataplaneEvent = {
  readonly host: string | undefined;
  /** Bridge, namespace, VM or network device. */
  readonly device: string;
  /** The model element the device or rule exists for. */
  readonly element: ElementId | undefined;
  readonly packet: Packet;
} & (
  | { readonly kind: 'send'; readonly outDevice: string; readonly detail: string }
  | { readonly kind: 'linux-bridge'; readonly inPort: string; readonly outPort: string }
  | {
      readonly kind: 'iptables';
      readonly table: RuleTable['table'];
      readonly hook: string;
      /** The rule that tells most: the port chain's RETURN for an accepted packet, the jump to the fallback for a dropped one. */
      readonly rule: Rule;
      readonly verdict: 'accept' | 'drop';
      readonly zone: number;
      readonly state: ConnectionState;
    }
  | {
      readonly kind: 'translate';
      readonly hook: string;
      readonly end: TranslatedEnd;
      readonly becomes: Endpoint;
      /** The rule that decided it for the connection; `undefined` for packets after the first, and answers. */
      readonly rule: Rule | undefined;
    }
  | { readonly kind: 'switch'; readonly event: SwitchEvent; readonly learned: readonly Extract<SwitchEvent, { kind: 'learn' }>[] }
  | {
      readonly kind: 'encapsulate';
      readonly type: Encapsulation['type'];
      readonly tunnelId: number;
      readonly localIp: IpAddress;
      readonly remoteIp: IpAddress;
      readonly outerBytes: number;
    }
  | {
      readonly kind: 'decapsulate';
      readonly type: Encapsulation['type'];
      readonly tunnelId: number;
      readonly localIp: IpAddress;
      readonly remoteIp: IpAddress;
    }
  | { readonly kind: 'underlay'; readonly toHost: string }
  | { readonly kind: 'wire'; readonly physicalNetwork: string; readonly toHost: string }
  | { readonly kind: 'receive'; readonly inDevice: string }
  | { readonly kind: 'route'; readonly route: string; readonly nextHop: IpAddress; readonly outDevice: string }
  | { readonly kind: 'resolve'; readonly nextHop: IpAddress; readonly outDevice: string }
  | { readonly kind: 'deliver'; readonly inDevice: string; readonly detail: string }
  | { readonly kind: 'drop'; readonly code: string; readonly message: string; readonly isLost: boolean }
  | { readonly kind: 'not-modelled'; readonly feature: string }
);

/** An event without the fields every event has. */
export type EventDetail = DataplaneEvent extends infer E
  ? E extends DataplaneEvent
    ? Omit<E, 'host' | 'device' | 'element' | 'packet'>
    : never
  : never;

/** A link of a trail: an event and what led to it. */
export interface TrailNode {
  readonly parent: TrailNode | undefined;
  readonly event: DataplaneEvent;
  readonly timeMicroseconds: number;
}

/** Why a message was sent. `error`: an ICMP error; `resolution`: ARP. */
export type MessagePurpose = 'request' | 'answer' | 'error' | 'resolution';

/** A frame somebody made, and the ends of all its copies in the order in which they ended. */
export interface Message {
  readonly id: number;
  readonly purpose: MessagePurpose;
  /** The message that made its sender send it. */
  readonly cause: Message | undefined;
  readonly ends: TrailNode[];
}

/** A frame on its way. `hops` counts the places it came to since it was sent or routed; absent means none. */
export interface Flight {
  readonly hops?: number;
  readonly message: Message;
  readonly trail: TrailNode | undefined;
  readonly packet: Packet;
}

/** A frame as a capture shows it. */
export interface Capture {
  readonly host: string | undefined;
  readonly device: string;
  readonly timeMicroseconds: number;
  readonly bytes: Uint8Array;
  readonly message: Message;
}

/** All that was recorded since the log was last taken. */
export interface NetworkLog {
  readonly messages: Message[];
  readonly captures: Capture[];
}
