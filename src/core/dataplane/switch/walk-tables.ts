import { type Action, type Flow, printAction, printFlow } from '#core/openflow';
import { type BridgeState, touchFlow } from './bridge-state.ts';
import { changeFields } from './change-fields.ts';
import { learnFlow } from './learn-flow.ts';
import { outputTo } from './output-frame.ts';
import { type PipelineState, frameState, writeField } from './pipeline-state.ts';
import { trackConnection } from './track-connection.ts';
import { type BridgeEntry, MAX_LOOKUPS, MAX_NESTED, MAX_RECIRCULATIONS, type Recirculation, type Translation } from './translation.ts';

/** Walks a frame through a bridge, from table 0. */
export function enterBridge(translation: Translation, { bridge, inPort, parent }: BridgeEntry, state: PipelineState): void {
  translation.applyLearned(bridge);
  const id = translation.tell(parent, bridge.name, { kind: 'bridge', inPort, state: frameState(state) });
  walkPass(translation, { bridge, hasEnded: false, last: undefined }, { table: 0, parent: id }, state);
}

/** Walks a frame on that came back from connection tracking. */
export function resumeBridge(translation: Translation, { bridge, table, state, parent }: Recirculation): void {
  walkPass(translation, { bridge, hasEnded: false, last: undefined }, { table, parent }, state);
}

/** A frame's way through one bridge, up to connection tracking. */
interface Pass {
  readonly bridge: BridgeState;
  /** Whether the frame, or a copy of it, has gone somewhere or was dropped. */
  hasEnded: boolean;
  /** The last flow that matched, and the number of its event. */
  last: { readonly id: number; readonly flow: Flow } | undefined;
}

/** Flows may come to their end without any of them sending the frame anywhere: that drops it as well. */
function walkPass(
  translation: Translation,
  pass: Pass,
  { table, parent }: { readonly table: number; readonly parent: number },
  state: PipelineState,
): void {
  walkTable(translation, { pass, table, from: undefined, lookupPort: undefined, parent }, state);
  if (!pass.hasEnded && pass.last) dropByFlow(translation, pass, pass.last);
}

function dropByFlow({ tellDrop }: Translation, pass: Pass, { id, flow }: NonNullable<Pass['last']>): void {
  pass.hasEnded = true;
  tellDrop(id, pass.bridge.name, 'flow-drop', `${printFlow(flow)} in ${pass.bridge.name}`);
}

interface TableEntry {
  readonly pass: Pass;
  readonly table: number;
  /** The table that sent the frame here; going back or staying counts as nesting. */
  readonly from: number | undefined;
  /** `resubmit(5,31)` looks the flow up as if the frame had come from port 5. */
  readonly lookupPort: number | undefined;
  readonly parent: number;
}

function walkTable(translation: Translation, entry: TableEntry, state: PipelineState): PipelineState {
  const { pass, table, parent } = entry;
  if (!mayLookUp(translation, entry)) return state;
  const isNested = entry.from === undefined || table <= entry.from;
  if (isNested) translation.depth.nested++;
  translation.depth.lookups++;
  const flow = lookUp(pass.bridge, table, entry.lookupPort, state);
  const after = flow ? runFlow(translation, { pass, flow, parent }, state) : missTable(translation, entry, state);
  if (isNested) translation.depth.nested--;
  return after;
}

function mayLookUp({ depth, tellDrop }: Translation, { pass, parent }: TableEntry): boolean {
  if (depth.isExceeded) return false;
  if (depth.nested < MAX_NESTED && depth.lookups < MAX_LOOKUPS) return true;
  depth.isExceeded = true;
  pass.hasEnded = true;
  const limit = depth.nested < MAX_NESTED ? `${MAX_LOOKUPS} table lookups` : `${MAX_NESTED} nested table lookups`;
  tellDrop(parent, pass.bridge.name, 'translation-too-deep', `more than ${limit}: the flows send the frame in a circle`);
  return false;
}

function lookUp(bridge: BridgeState, table: number, port: number | undefined, state: PipelineState): Flow | undefined {
  const asFrom = port === undefined ? state : writeField(state, 'in_port', BigInt(port));
  return bridge.tables.get(table)?.lookup(asFrom);
}

function missTable({ tell, tellDrop }: Translation, { pass, table, parent }: TableEntry, state: PipelineState): PipelineState {
  const seen = frameState(state);
  const { name } = pass.bridge;
  const id = tell(parent, name, { kind: 'table', table, flow: undefined, before: seen, after: seen });
  if (!pass.hasEnded) tellDrop(id, name, 'table-miss', `no flow of table ${table} of ${name} matches`);
  pass.hasEnded = true;
  return state;
}

interface FlowRun {
  readonly pass: Pass;
  readonly flow: Flow;
  readonly parent: number;
}

function runFlow(translation: Translation, { pass, flow, parent }: FlowRun, state: PipelineState): PipelineState {
  const { tell, remembers, nowSeconds } = translation;
  const { bridge } = pass;
  if (remembers) touchFlow(bridge, flow, nowSeconds);
  const after = frameState(ownEffect(flow, state));
  const id = tell(parent, bridge.name, { kind: 'table', table: flow.table, flow, before: frameState(state), after });
  pass.last = { id, flow };
  // a copy that is dropped when others were sent before is none: Neutron's table 92 only looks on
  if (flow.actions.length === 0 && !pass.hasEnded) dropByFlow(translation, pass, { id, flow });
  let current = state;
  for (const action of flow.actions) {
    if (translation.depth.isExceeded) return current;
    if (action.kind === 'unsupported') {
      pass.hasEnded = true;
      tell(id, bridge.name, { kind: 'not-modelled', detail: printAction(action) });
      return current;
    }
    current = runAction(translation, { pass, flow, id }, action, current);
  }
  return current;
}

/** What the flow itself changes, up to the action that hands the frame to another table. */
function ownEffect({ actions }: Flow, state: PipelineState): PipelineState {
  let current = state;
  for (const action of actions) {
    if (HANDS_ON.has(action.kind)) break;
    current = changeFields(action, current);
  }
  return current;
}

const HANDS_ON: ReadonlySet<Action['kind']> = new Set(['goto-table', 'resubmit', 'ct', 'unsupported']);

interface RunningFlow {
  readonly pass: Pass;
  readonly flow: Flow;
  /** Number of the flow's `table` event. */
  readonly id: number;
}

function runAction(
  translation: Translation,
  { pass, flow, id }: RunningFlow,
  action: Exclude<Action, { kind: 'unsupported' }>,
  state: PipelineState,
): PipelineState {
  switch (action.kind) {
    case 'output':
      pass.hasEnded = true;
      outputTo(translation, { bridge: pass.bridge, parent: id }, action.port, state);
      return state;
    case 'goto-table':
      return walkTable(translation, { pass, table: action.table, from: flow.table, lookupPort: undefined, parent: id }, state);
    case 'resubmit':
      return walkTable(
        translation,
        { pass, table: action.table ?? flow.table, from: flow.table, lookupPort: action.port, parent: id },
        state,
      );
    case 'ct':
      return track(translation, { pass, flow, id }, action, state);
    case 'controller':
      pass.hasEnded = true;
      translation.tell(id, pass.bridge.name, {
        kind: 'not-modelled',
        detail: `what the OpenFlow controller of ${pass.bridge.name} makes of it`,
      });
      return state;
    case 'learn':
      learn(translation, { pass, flow, id }, action, state);
      return state;
    // a meter passes what keeps to its rate, and a queue only delays; parts of conjunctive matches are never run
    case 'meter':
    case 'set-queue':
    case 'conjunction':
      return state;
    default:
      return changeFields(action, state);
  }
}

function track(
  translation: Translation,
  { pass, id }: RunningFlow,
  action: Extract<Action, { kind: 'ct' }>,
  state: PipelineState,
): PipelineState {
  const tracked = trackConnection(translation, action, state);
  const { table } = action;
  const { name } = pass.bridge;
  const zone = Number(tracked.metadata.ct_zone ?? 0n);
  const done = { isCommitted: action.commit, isMarked: action.exec.length > 0 };
  const parent = translation.tell(id, name, { kind: 'ct', zone, table, ...done, state: frameState(tracked) });
  const goesOn = changeFields(action, { ...state, tracking: tracked.tracking });
  if (table === undefined) return goesOn;
  pass.hasEnded = true;
  if (state.timesTracked >= MAX_RECIRCULATIONS) {
    translation.tellDrop(parent, name, 'tracked-too-often', `more than ${MAX_RECIRCULATIONS} times through connection tracking`);
    return goesOn;
  }
  const resumed = { ...tracked, timesTracked: state.timesTracked + 1 };
  translation.recirculations.push({ bridge: pass.bridge, table, state: resumed, parent });
  return goesOn;
}

function learn(
  { remembers, tell, pending }: Translation,
  { pass, id }: RunningFlow,
  action: Extract<Action, { kind: 'learn' }>,
  state: PipelineState,
): void {
  if (!remembers) return;
  const flow = learnFlow(action, state);
  pending.push({ bridge: pass.bridge, flow });
  tell(id, pass.bridge.name, { kind: 'learn', flow });
}
