import { groupBy, lazily } from '#core/base';
import type { CompiledBridge } from '#core/compile';
import type { Flow } from '#core/openflow';
import type { BridgePlan, BridgePort } from '#core/plan';
import { LOCAL_OFPORT } from './events.ts';
import { type FlowTable, createFlowTable, flowKey } from './flow-table.ts';
import { type MacTable, createMacTable } from './mac-table.ts';

/** One bridge at work: its plan, and what it has learned. */
export interface BridgeState {
  readonly name: string;
  readonly plan: BridgePlan;
  /** By OpenFlow number; the bridge's own port is not among them. */
  readonly ports: ReadonlyMap<number, BridgePort>;
  readonly tables: Map<number, FlowTable>;
  readonly macs: MacTable;
  /** Flows made by `learn()`, by `flowKey`. */
  readonly learned: Map<string, LearnedFlow>;
}

/** A flow that ends by itself. Timeouts of 0 never do. */
export interface LearnedFlow {
  readonly flow: Flow;
  readonly learnedAtSeconds: number;
  readonly usedAtSeconds: number;
}

/** Sets a bridge up with its compiled flows, looked at when the first frame comes in, and nothing learned. */
export function createBridgeState(bridge: CompiledBridge): BridgeState {
  const { plan } = bridge;
  const tables = lazily(() => createTables(bridge));
  return {
    name: plan.name,
    plan,
    ports: new Map(plan.ports.map((port) => [port.ofport, port])),
    get tables() {
      return tables();
    },
    macs: createMacTable(),
    learned: new Map(),
  };
}

function createTables({ flows }: CompiledBridge): Map<number, FlowTable> {
  const byTable = groupBy(flows, ({ table }) => table);
  return new Map([...byTable].map(([table, members]) => [table, createFlowTable(members)]));
}

/** Whether a port number is one of the bridge. */
export function hasPort(bridge: BridgeState, ofport: number): boolean {
  return ofport === LOCAL_OFPORT || bridge.ports.has(ofport);
}

/** Name of a port; the bridge's own port is named like the bridge. */
export function portName(bridge: BridgeState, ofport: number): string {
  if (ofport === LOCAL_OFPORT) return bridge.name;
  return bridge.ports.get(ofport)?.name ?? `port ${ofport}`;
}

/** Adds a learned flow, or refreshes it when it is there already. */
export function addLearnedFlow(bridge: BridgeState, flow: Flow, nowSeconds: number): void {
  const table = bridge.tables.get(flow.table) ?? createFlowTable([]);
  bridge.tables.set(flow.table, table);
  table.insert(flow);
  bridge.learned.set(flowKey(flow), { flow, learnedAtSeconds: nowSeconds, usedAtSeconds: nowSeconds });
}

/** Notes that a flow was used, so that its idle timeout starts anew. */
export function touchFlow(bridge: BridgeState, flow: Flow, nowSeconds: number): void {
  if (!flow.idleTimeoutSeconds) return;
  const key = flowKey(flow);
  const entry = bridge.learned.get(key);
  if (entry) bridge.learned.set(key, { ...entry, usedAtSeconds: nowSeconds });
}

/** Removes learned flows whose time is over. */
export function expireFlows(bridge: BridgeState, nowSeconds: number): void {
  for (const [key, entry] of bridge.learned) {
    if (!isOver(entry, nowSeconds)) continue;
    bridge.learned.delete(key);
    bridge.tables.get(entry.flow.table)?.remove(entry.flow);
  }
}

function isOver({ flow, learnedAtSeconds, usedAtSeconds }: LearnedFlow, nowSeconds: number): boolean {
  const hard = flow.hardTimeoutSeconds ?? 0;
  const idle = flow.idleTimeoutSeconds ?? 0;
  return (hard > 0 && nowSeconds - learnedAtSeconds >= hard) || (idle > 0 && nowSeconds - usedAtSeconds >= idle);
}
