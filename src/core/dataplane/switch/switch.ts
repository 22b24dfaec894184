import type { CompiledHost } from '#core/compile';
import type { Flow } from '#core/openflow';
import { type ConnectionTracker, createConnectionTracker } from '../conntrack/connection-tracker.ts';
import { type BridgeState, createBridgeState, expireFlows } from './bridge-state.ts';
import type { MacEntry } from './mac-table.ts';

/** The Open vSwitch of one host at work. It remembers: `receive` changes what its bridges have learned. */
export interface Switch {
  /** By name. */
  readonly bridges: ReadonlyMap<string, BridgeState>;
  /** Behind `ct()`: the tables of the host's own network namespace, which its iptables share. */
  readonly connections: ConnectionTracker;
}

/** Sets up a host's bridges with their compiled flows and nothing learned. */
export function createSwitch(host: Pick<CompiledHost, 'bridges'>, connections: ConnectionTracker = createConnectionTracker()): Switch {
  return { bridges: new Map(host.bridges.map((bridge) => [bridge.plan.name, createBridgeState(bridge)])), connections };
}

/** Flows that `learn()` put into a bridge and that have not timed out, in the order of learning. */
export function learnedFlows({ bridges }: Switch, bridge: string, nowSeconds: number): readonly Flow[] {
  const state = bridges.get(bridge);
  if (!state) return [];
  expireFlows(state, nowSeconds);
  return [...state.learned.values()].map(({ flow }) => flow);
}

/** The MAC table of a bridge, by VLAN and MAC: `ovs-appctl fdb/show`. */
export function macEntries({ bridges }: Switch, bridge: string, nowSeconds: number): readonly MacEntry[] {
  return bridges.get(bridge)?.macs.entries(nowSeconds) ?? [];
}
