import type { ElementId } from '#core/base';

/** How a trace ended. `lost`: swallowed without a decision (no answer to ARP, no listener); `not-modelled`: it met something the emulator does not follow. */
export type Verdict = 'delivered' | 'dropped' | 'lost' | 'looping' | 'not-modelled';

/** What a step tells of; `drop` also ends a copy that is not followed further. */
export type StepKind =
  | 'guest'
  | 'linux-bridge'
  | 'iptables'
  | 'bridge'
  | 'table'
  | 'tunnel'
  | 'underlay'
  | 'namespace'
  | 'route'
  | 'nat'
  | 'conntrack'
  | 'deliver'
  | 'drop';

/** Header fields by name, as text a person reads: `eth_dst: fa:16:3e:c4:64:70`, `ip_ttl: 63`, `vlan: 1`, `tun_id: 22`. */
export type HeaderFields = Readonly<Record<string, string>>;

/** One thing that happened to a packet. */
export interface TraceStep {
  readonly kind: StepKind;
  /** Name of the host; `undefined` on the underlay. */
  readonly host: string | undefined;
  /** Bridge, namespace or device. */
  readonly device: string;
  /** One line for people: `table 22: floods net-1 to every tunnel`. */
  readonly summary: string;
  /** The flow or iptables rule that matched, in its tool's own spelling. */
  readonly flow: string | undefined;
  /** Flows that `learn()` made in this step, as text. */
  readonly learned?: readonly string[];
  /** Table number of a `table` step. */
  readonly table: number | undefined;
  /** The model element this step exists for. */
  readonly element: ElementId | undefined;
  /** Where it came in and where it goes out, by device name. */
  readonly inPort: string | undefined;
  readonly outPort: string | undefined;
  /** Fields that this step changed. */
  readonly before: HeaderFields;
  readonly after: HeaderFields;
  /** The packet after the step, one line: `10.0.1.85 > 10.0.2.8 icmp echo-request ttl 64`. */
  readonly packet: string;
}

/** Why a packet ended where it did. */
export interface TraceReason {
  /** Stable word: `flow-drop`, `table-miss`, `no-route`, `arp-unanswered`, `ttl-expired`, `iptables-drop`, `firewall-drop`, `port-down`, `no-such-listener` … */
  readonly code: string;
  readonly message: string;
  /** Host and device. */
  readonly at: string;
}

/** One direction of a conversation: the path of the copy that arrived, and what became of the other copies of a flood. */
export interface TraceLeg {
  readonly verdict: Verdict;
  readonly reason: TraceReason | undefined;
  readonly steps: readonly TraceStep[];
  /** Steps of copies that did not end at the destination (floods), one list each, from where they left the path. */
  readonly branches: readonly { readonly steps: readonly TraceStep[]; readonly reason: TraceReason | undefined }[];
  /** The host and device where it was delivered. */
  readonly egress: { readonly host: string; readonly device: string; readonly element: ElementId } | undefined;
}

/** The answer of `trace`: request and reply through everything. */
export interface Trace {
  readonly verdict: Verdict;
  readonly reason: TraceReason | undefined;
  /** Of a frame that was sent to nobody in particular: who took a copy, in words. */
  readonly receivers?: readonly string[];
  /** What had to be learnt first (ARP), in order; shown with `--cold`. */
  readonly preludes: readonly TraceLeg[];
  readonly request: TraceLeg;
  readonly reply: TraceLeg | undefined;
  /** Frames seen on the underlay, on the cables of physical networks (named by `device`) and on the guests' taps in order, for pcapng. */
  readonly frames: readonly CapturedFrame[];
}

/** A frame as a capture at `device` of `host` would show it; `timeMicroseconds` counts from the start of the trace. */
export interface CapturedFrame {
  readonly host: string | undefined;
  readonly device: string;
  readonly timeMicroseconds: number;
  readonly bytes: Uint8Array;
  /** `prelude`: ARP and the like before the conversation. */
  readonly leg: 'prelude' | 'request' | 'reply';
}
