import { type ElementId, assertNever, elementKind } from '#core/base';
import { PIPELINE } from '#core/compile';
import { printMac } from '#core/net';
import { type Flow, printFlow } from '#core/openflow';
import type { DataplaneEvent, SwitchEvent } from '#core/dataplane';
import { describeConntrackState } from './conntrack-state.ts';
import { describeActions } from './describe-actions.ts';
import { changedFields, headerFields } from './header-fields.ts';
import type { StepNames } from './step-names.ts';
import type { StepDetail } from './step-of-event.ts';

type SwitchStep = Extract<DataplaneEvent, { kind: 'switch' }>;

/** What a step says of one event inside Open vSwitch. */
export function stepOfSwitchEvent(step: SwitchStep, names: StepNames): StepDetail {
  const { event } = step;
  switch (event.kind) {
    case 'bridge':
      return {
        kind: 'bridge',
        summary: `comes into ${event.bridge} ${event.inPort === event.bridge ? 'from the host itself' : `at ${withOwner(event.inPort, step, names)}`}`,
        inPort: event.inPort,
      };
    case 'table':
      return describeTable(step, event, names);
    case 'normal':
      return { kind: 'bridge', summary: describeNormal(event), inPort: event.inPort };
    case 'patch':
      return { kind: 'bridge', summary: `leaves ${event.bridge} by ${event.outPort} for ${event.peerBridge}`, outPort: event.outPort };
    case 'output':
      return {
        kind: 'bridge',
        summary: `leaves ${event.bridge} ${event.outPort === event.bridge ? 'to the host itself' : `by ${withOwner(event.outPort, step, names)}`}`,
        outPort: event.outPort,
      };
    case 'ct':
      return describeTracking(event);
    case 'learn':
    case 'drop':
    case 'not-modelled':
      return { kind: 'bridge', summary: event.kind };
    default:
      return assertNever(event);
  }
}

function withOwner(port: string, { element }: SwitchStep, names: StepNames): string {
  const isOwned = element !== undefined && /^(port|interface|dhcp):/.test(element);
  return isOwned ? `${port} (${names.element(element)})` : port;
}

function describeTable(step: SwitchStep, event: Extract<SwitchEvent, { kind: 'table' }>, names: StepNames): StepDetail {
  const kind = names.bridgeKind(step.host, event.bridge);
  const table = PIPELINE.find(({ bridge, number }) => bridge === kind && number === event.table);
  const title = `table ${String(event.table)}${table ? ` ${table.name}` : ''}`;
  const changed = changedFields(
    headerFields(event.before.packet, event.before.metadata),
    headerFields(event.after.packet, event.after.metadata),
  );
  const { flow } = event;
  if (!flow) return { kind: 'table', table: event.table, summary: `${title}: no flow matches`, ...changed };
  const portName = (ofport: number) => names.portName(step.host, event.bridge, ofport);
  const learned = step.learned.map((learning) => describeLearned(learning.flow, portName)).join('');
  const summary = `${title}: ${describeActions(flow.actions, { port: portName, meter: (id) => names.meter(step.host, event.bridge, id) })}${learned}${whatFor(flow, names)}`;
  return {
    kind: 'table',
    table: event.table,
    summary,
    flow: printFlow(flow),
    learned: step.learned.map((learning) => printFlow(learning.flow)),
    ...changed,
  };
}

/** What Neutron's `learn()` makes says behind which port a MAC lives; anything else is shown as a flow. */
function describeLearned(flow: Flow, portName: (ofport: number) => string): string {
  const mac = flow.match.find(({ field }) => field === 'eth_dst')?.value;
  const output = flow.actions.find((action) => action.kind === 'output')?.port;
  if (mac === undefined || typeof output !== 'number') return `; new flow ${printFlow(flow)}`;
  return `; now ${printMac(mac)} is known behind ${portName(output)}`;
}

/** Flows of a network, port or router say whose they are, those of the firewall's rules which rule it is; those of the host itself say nothing. */
function whatFor({ origin }: Flow, names: StepNames): string {
  if (origin && RULE_STAGES.has(origin.stage)) return ` (${describeRule(origin.element, names)})`;
  if (!origin || /^(host|fabric|bridge):/.test(origin.element)) return '';
  return ` (${names.element(origin.element)})`;
}

/** `tracked in zone 7: new; goes on in table 72`. Tracking that leads nowhere else is told with its flow. */
function describeTracking({ zone, table, state }: Extract<SwitchEvent, { kind: 'ct' }>): StepDetail {
  const { ct_state = 0n, ct_zone = 0n, ct_mark = 0n } = state.metadata;
  const found = `${describeConntrackState(ct_state)}${ct_mark === 0n ? '' : `, marked ${String(ct_mark)}`}`;
  const after = headerFields({ ...state.packet, headers: {} }, { ct_state, ct_zone, ct_mark });
  return {
    kind: 'conntrack',
    summary: `tracked in zone ${String(zone)}: ${found}${table === undefined ? '' : `; goes on in table ${String(table)}`}`,
    before: {},
    after,
  };
}

/** Stages of flows that stand for security group rules. */
const RULE_STAGES: ReadonlySet<string> = new Set(['br-int/firewall-rule', 'br-int/firewall-remote-group']);

/** Rules that every group has from the start stand for the group. */
function describeRule(element: ElementId, names: StepNames): string {
  const name = names.element(element);
  return elementKind(element) === 'security-group' ? `allowed by a rule that ${name} has by default` : `allowed by the rule ${name}`;
}

function describeNormal(event: Extract<SwitchEvent, { kind: 'normal' }>): string {
  const learned = event.learned ? `, and learns the sender behind ${event.inPort}` : '';
  const vlan = event.vlan === 0 ? 'no VLAN' : `VLAN ${String(event.vlan)}`;
  const { decision } = event;
  switch (decision.kind) {
    case 'learned-port':
      return `MAC table of ${event.bridge}, ${vlan}: the destination is behind ${decision.port}${learned}`;
    case 'flood':
      return `MAC table of ${event.bridge}, ${vlan}: floods to ${decision.ports.join(', ') || 'nobody'}${learned}`;
    case 'drop':
      return `MAC table of ${event.bridge}, ${vlan}: ${decision.reason}${learned}`;
    default:
      return assertNever(decision);
  }
}
