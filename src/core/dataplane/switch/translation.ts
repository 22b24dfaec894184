import type { Flow } from '#core/openflow';
import type { Packet } from '#core/packet';
import type { ConnectionTracker, Tracking } from '../conntrack/connection-tracker.ts';
import { type BridgeState, addLearnedFlow } from './bridge-state.ts';
import type { DropReason, SwitchEvent, SwitchInput, SwitchOutput, SwitchResult } from './events.ts';
import type { PipelineState } from './pipeline-state.ts';
import type { Switch } from './switch.ts';

/** One frame on its way through the bridges: what has happened so far, and how deep the way is. */
export interface Translation {
  readonly target: Switch;
  readonly input: SwitchInput;
  readonly nowSeconds: number;
  /** Whether MAC tables, `learn()` and connection tracking may remember. */
  readonly remembers: boolean;
  /** What connection tracking says of a packet. */
  readonly track: TrackPacket;
  /** Notes an event and answers its number. */
  readonly tell: (parent: number | undefined, bridge: string, event: EventBody) => number;
  readonly tellDrop: (parent: number, bridge: string, reason: DropReason, detail: string) => void;
  readonly send: (output: SwitchOutput) => void;
  readonly depth: DepthGauge;
  /**
   * Flows learned and not yet in their tables: a bridge walks the tables as they were when the frame entered it
   * (ofproto-dpif-xlate.c `tables_version`).
   */
  readonly pending: LearnedHere[];
  /** Puts what was learned for a bridge into its tables. */
  readonly applyLearned: (bridge: BridgeState) => void;
  /** Frames that `ct(table=…)` sent through connection tracking; each goes on by itself when the pass is over. */
  readonly recirculations: Recirculation[];
  /** Ends a pass: what was learned holds from now on, and the depth is counted anew. */
  readonly endPass: () => void;
  readonly finish: () => SwitchResult;
  /** Walks a frame through a bridge; carried along because tables output, and outputs through patch ports enter tables again. */
  readonly enterBridge: (translation: Translation, entry: BridgeEntry, state: PipelineState) => void;
}

/** Looks a packet up in a zone. */
export type TrackPacket = (tracker: ConnectionTracker, packet: Packet, zone: number) => Tracking;

/** A tracked frame and the table where it goes on. */
export interface Recirculation {
  readonly bridge: BridgeState;
  readonly table: number;
  readonly state: PipelineState;
  /** The `ct` event. */
  readonly parent: number;
}

/** Where a frame comes into a bridge. */
export interface BridgeEntry {
  readonly bridge: BridgeState;
  readonly inPort: string;
  /** The event that led here. */
  readonly parent: number | undefined;
}

/** A flow and the bridge that learned it. */
export interface LearnedHere {
  readonly bridge: BridgeState;
  readonly flow: Flow;
}

/** An event without its place in the list. */
export type EventBody = DistributiveOmit<SwitchEvent, 'id' | 'parent' | 'bridge'>;

type DistributiveOmit<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;

/** Open vSwitch gives up on a frame that goes 64 tables back or looks up 4096 in all (ofproto-dpif-xlate.c MAX_DEPTH, MAX_RESUBMITS). */
export interface DepthGauge {
  nested: number;
  lookups: number;
  isExceeded: boolean;
}

/** Nested lookups allowed. */
export const MAX_NESTED = 64;

/** Lookups allowed in all. */
export const MAX_LOOKUPS = 4096;

/** Times connection tracking may send a frame on: the userspace datapath gives up then (lib/dpif-netdev.c MAX_RECIRC_DEPTH). */
export const MAX_RECIRCULATIONS = 8;

/** Starts the account of one frame. */
export function createTranslation(
  scene: Pick<Translation, 'target' | 'input' | 'nowSeconds' | 'remembers' | 'track' | 'enterBridge'>,
): Translation {
  const events: SwitchEvent[] = [];
  const outputs: SwitchOutput[] = [];
  const pending: LearnedHere[] = [];
  const depth: DepthGauge = { nested: 0, lookups: 0, isExceeded: false };
  let sentBefore = 0;

  const tell: Translation['tell'] = (parent, bridge, event) => {
    const id = events.length;
    events.push({ id, parent, bridge, ...event });
    return id;
  };
  const applyLearned = (bridge: BridgeState): void => {
    for (const entry of pending.splice(0)) {
      if (entry.bridge === bridge) addLearnedFlow(bridge, entry.flow, scene.nowSeconds);
      else pending.push(entry);
    }
  };
  const endPass = (): void => {
    for (const { bridge } of [...pending]) applyLearned(bridge);
    // a frame given up on in the bridge it entered goes nowhere, whatever was sent before
    if (depth.isExceeded) outputs.length = sentBefore;
    sentBefore = outputs.length;
    Object.assign(depth, { nested: 0, lookups: 0, isExceeded: false });
  };
  return {
    ...scene,
    depth,
    pending,
    recirculations: [],
    applyLearned,
    endPass,
    tell,
    tellDrop: (parent, bridge, reason, detail) => void tell(parent, bridge, { kind: 'drop', reason, detail }),
    send: (output) => void outputs.push(output),
    finish: () => ({ events, outputs }),
  };
}
