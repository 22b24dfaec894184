import { type Flow, printMatch } from '#core/openflow';
import { classify } from './classify.ts';
import type { PipelineState } from './pipeline-state.ts';
import { type Subtable, createSubtable, putFlow, subtableKey, takeFlow } from './subtable.ts';

/** The flows of one table, found by tuple space search as Open vSwitch does. */
export interface FlowTable {
  readonly lookup: (state: PipelineState) => Flow | undefined;
  /** Adds a flow; one with the same match and priority gives way. */
  readonly insert: (flow: Flow) => void;
  readonly remove: (flow: Flow) => void;
}

/** Makes a table of some flows. */
export function createFlowTable(flows: Iterable<Flow>): FlowTable {
  const subtables = new Map<string, Subtable>();
  let order: Subtable[] = [];

  const reorder = (): void => {
    order = [...subtables.values()].sort((a, b) => b.highestPriority - a.highestPriority);
  };
  const put = (flow: Flow): void => {
    const key = subtableKey(flow);
    const subtable = subtables.get(key) ?? createSubtable(flow);
    subtables.set(key, subtable);
    putFlow(subtable, flow);
  };

  for (const flow of flows) put(flow);
  reorder();
  return {
    lookup: (state) => classify(order, state),
    insert: (flow) => {
      put(flow);
      reorder();
    },
    remove: (flow) => {
      const key = subtableKey(flow);
      const subtable = subtables.get(key);
      if (subtable && !takeFlow(subtable, flow)) subtables.delete(key);
      reorder();
    },
  };
}

/** What makes two flows of a bridge the same flow: table, priority and match. */
export function flowKey({ table, priority, match }: Flow): string {
  return `${table} ${priority} ${printMatch(match)}`;
}
