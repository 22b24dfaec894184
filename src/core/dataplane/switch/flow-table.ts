import { type FieldName, type Flow, fullMask, printMatch } from '#core/openflow';
import { type PipelineState, readField } from './pipeline-state.ts';

/**
 * The flows of one table, found by tuple space search as Open vSwitch does: flows with the same masked fields share a hash map, and the
 * maps are tried from the highest priority down until none can hold a better flow.
 */
export interface FlowTable {
  readonly lookup: (state: PipelineState) => Flow | undefined;
  /** Adds a flow; one with the same match and priority gives way. */
  readonly insert: (flow: Flow) => void;
  readonly remove: (flow: Flow) => void;
}

interface Subtable {
  readonly fields: readonly { readonly field: FieldName; readonly mask: bigint }[];
  /** By masked values; each list from high to low priority. */
  readonly flows: Map<string, Flow[]>;
  highestPriority: number;
}

/** Makes a table of some flows. */
export function createFlowTable(flows: Iterable<Flow>): FlowTable {
  const subtables = new Map<string, Subtable>();
  let order: Subtable[] = [];

  const reorder = (): void => {
    order = [...subtables.values()].sort((a, b) => b.highestPriority - a.highestPriority);
  };
  const put = (flow: Flow): void => {
    const subtable = getOrCreate(subtables, maskKey(flow), () => createSubtable(flow));
    const bucket = getOrCreate(subtable.flows, matchKey(flow), () => []);
    const same = bucket.findIndex(({ priority }) => priority === flow.priority);
    if (same >= 0) bucket[same] = flow;
    else bucket.push(flow);
    bucket.sort((a, b) => b.priority - a.priority);
    subtable.highestPriority = Math.max(subtable.highestPriority, flow.priority);
  };

  for (const flow of flows) put(flow);
  reorder();
  return {
    lookup: (state) => lookup(order, state),
    insert: (flow) => {
      put(flow);
      reorder();
    },
    remove: (flow) => {
      const subtable = subtables.get(maskKey(flow));
      if (subtable) removeFrom(subtable, flow);
      if (subtable?.flows.size === 0) subtables.delete(maskKey(flow));
      reorder();
    },
  };
}

function lookup(order: readonly Subtable[], state: PipelineState): Flow | undefined {
  let best: Flow | undefined;
  for (const subtable of order) {
    if (best && best.priority >= subtable.highestPriority) return best;
    const flow = subtable.flows.get(stateKey(subtable, state))?.[0];
    if (flow && (!best || flow.priority > best.priority)) best = flow;
  }
  return best;
}

function createSubtable({ match, priority }: Flow): Subtable {
  return {
    fields: match.map(({ field, mask }) => ({ field, mask: mask ?? fullMask(field) })),
    flows: new Map(),
    highestPriority: priority,
  };
}

function removeFrom(subtable: Subtable, flow: Flow): void {
  const key = matchKey(flow);
  const rest = (subtable.flows.get(key) ?? []).filter(({ priority }) => priority !== flow.priority);
  if (rest.length > 0) subtable.flows.set(key, rest);
  else subtable.flows.delete(key);
  if (flow.priority < subtable.highestPriority) return;
  subtable.highestPriority = -1;
  for (const [first] of subtable.flows.values()) subtable.highestPriority = Math.max(subtable.highestPriority, first?.priority ?? -1);
}

function maskKey({ match }: Flow): string {
  return match.map(({ field, mask }) => (mask === undefined ? field : `${field}/${mask.toString(16)}`)).join(' ');
}

function matchKey({ match }: Flow): string {
  return match.map(({ value }) => value.toString(36)).join(' ');
}

function stateKey({ fields }: Subtable, state: PipelineState): string {
  let key = '';
  for (const { field, mask } of fields) key += `${key === '' ? '' : ' '}${(readField(state, field) & mask).toString(36)}`;
  return key;
}

function getOrCreate<K, V>(map: Map<K, V>, key: K, create: () => V): V {
  const found = map.get(key);
  if (found !== undefined) return found;
  const made = create();
  map.set(key, made);
  return made;
}

/** What makes two flows of a bridge the same flow: table, priority and match. */
export function flowKey({ table, priority, match }: Flow): string {
  return `${table} ${priority} ${printMatch(match)}`;
}
