import { type Action, type Flow, printAction, printFlow } from '#core/openflow';
import { type BridgeState, touchFlow } from './bridge-state.ts';
import { changeFields } from './change-fields.ts';
import { learnFlow } from './learn-flow.ts';
import { outputTo } from './output-frame.ts';
import { type PipelineState, frameState, writeField } from './pipeline-state.ts';
import { type BridgeEntry, MAX_LOOKUPS, MAX_NESTED, type Translation } from './translation.ts';

/** Walks a frame through a bridge, from table 0. */
export function enterBridge(translation: Translation, { bridge, inPort, parent }: BridgeEntry, state: PipelineState): void {
  translation.applyLearned(bridge);
  const id = translation.tell(parent, bridge.name, { kind: 'bridge', inPort, state: frameState(state) });
  walkTable(translation, { bridge, table: 0, from: undefined, lookupPort: undefined, parent: id }, state);
}

interface TableEntry {
  readonly bridge: BridgeState;
  readonly table: number;
  /** The table that sent the frame here; going back or staying counts as nesting. */
  readonly from: number | undefined;
  /** `resubmit(5,31)` looks the flow up as if the frame had come from port 5. */
  readonly lookupPort: number | undefined;
  readonly parent: number;
}

function walkTable(translation: Translation, entry: TableEntry, state: PipelineState): PipelineState {
  const { bridge, table, parent } = entry;
  if (!mayLookUp(translation, entry)) return state;
  const isNested = entry.from === undefined || table <= entry.from;
  if (isNested) translation.depth.nested++;
  translation.depth.lookups++;
  const flow = lookUp(bridge, table, entry.lookupPort, state);
  const after = flow ? runFlow(translation, { bridge, flow, parent }, state) : missTable(translation, entry, state);
  if (isNested) translation.depth.nested--;
  return after;
}

function mayLookUp({ depth, tellDrop }: Translation, { bridge, parent }: TableEntry): boolean {
  if (depth.isExceeded) return false;
  if (depth.nested < MAX_NESTED && depth.lookups < MAX_LOOKUPS) return true;
  depth.isExceeded = true;
  const limit = depth.nested < MAX_NESTED ? `${MAX_LOOKUPS} table lookups` : `${MAX_NESTED} nested table lookups`;
  tellDrop(parent, bridge.name, 'translation-too-deep', `more than ${limit}: the flows send the frame in a circle`);
  return false;
}

function lookUp(bridge: BridgeState, table: number, port: number | undefined, state: PipelineState): Flow | undefined {
  const asFrom = port === undefined ? state : writeField(state, 'in_port', BigInt(port));
  return bridge.tables.get(table)?.lookup(asFrom);
}

function missTable({ tell, tellDrop }: Translation, { bridge, table, parent }: TableEntry, state: PipelineState): PipelineState {
  const seen = frameState(state);
  const id = tell(parent, bridge.name, { kind: 'table', table, flow: undefined, before: seen, after: seen });
  tellDrop(id, bridge.name, 'table-miss', `no flow of table ${table} of ${bridge.name} matches`);
  return state;
}

interface FlowRun {
  readonly bridge: BridgeState;
  readonly flow: Flow;
  readonly parent: number;
}

function runFlow(translation: Translation, { bridge, flow, parent }: FlowRun, state: PipelineState): PipelineState {
  const { tell, tellDrop, remembers, nowSeconds } = translation;
  if (remembers) touchFlow(bridge, flow, nowSeconds);
  const after = frameState(ownEffect(flow, state));
  const id = tell(parent, bridge.name, { kind: 'table', table: flow.table, flow, before: frameState(state), after });
  if (flow.actions.length === 0) tellDrop(id, bridge.name, 'flow-drop', `${printFlow(flow)} in ${bridge.name}`);
  let current = state;
  for (const action of flow.actions) {
    if (translation.depth.isExceeded) return current;
    if (!isFollowed(action)) {
      tell(id, bridge.name, { kind: 'not-modelled', detail: printAction(action) });
      return current;
    }
    current = runAction(translation, { bridge, flow, id }, action, current);
  }
  return current;
}

type NotFollowed = Extract<Action, { kind: 'unsupported' | 'ct' | 'ct-clear' | 'conjunction' | 'meter' | 'set-queue' | 'controller' }>;

function isFollowed(action: Action): action is Exclude<Action, NotFollowed> {
  switch (action.kind) {
    case 'ct':
    case 'ct-clear':
    case 'conjunction':
    case 'meter':
    case 'set-queue':
    case 'controller':
    case 'unsupported':
      return false;
    default:
      return true;
  }
}

/** What the flow itself changes, up to the action that hands the frame to another table. */
function ownEffect({ actions }: Flow, state: PipelineState): PipelineState {
  let current = state;
  for (const action of actions) {
    if (action.kind === 'goto-table' || action.kind === 'resubmit' || !isFollowed(action)) break;
    current = changeFields(action, current);
  }
  return current;
}

interface RunningFlow {
  readonly bridge: BridgeState;
  readonly flow: Flow;
  /** Number of the flow's `table` event. */
  readonly id: number;
}

function runAction(
  translation: Translation,
  { bridge, flow, id }: RunningFlow,
  action: Exclude<Action, NotFollowed>,
  state: PipelineState,
): PipelineState {
  switch (action.kind) {
    case 'output':
      outputTo(translation, { bridge, parent: id }, action.port, state);
      return state;
    case 'goto-table':
      return walkTable(translation, { bridge, table: action.table, from: flow.table, lookupPort: undefined, parent: id }, state);
    case 'resubmit':
      return walkTable(
        translation,
        { bridge, table: action.table ?? flow.table, from: flow.table, lookupPort: action.port, parent: id },
        state,
      );
    case 'learn':
      learn(translation, { bridge, flow, id }, action, state);
      return state;
    default:
      return changeFields(action, state);
  }
}

function learn(
  { remembers, tell, pending }: Translation,
  { bridge, id }: RunningFlow,
  action: Extract<Action, { kind: 'learn' }>,
  state: PipelineState,
): void {
  if (!remembers) return;
  const flow = learnFlow(action, state);
  pending.push({ bridge, flow });
  tell(id, bridge.name, { kind: 'learn', flow });
}
