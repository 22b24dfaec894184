import { onceForEachObject } from '#core/base';
import type { Action } from './action.ts';
import type { Flow } from './flow.ts';
import { DEFAULT_PRIORITY } from './default-priority.ts';
import { printActions } from './print-action.ts';
import { printMatch } from './print-match.ts';

/**
 * Writes a flow as a line of `ovs-ofctl -O OpenFlow13 dump-flows --no-stats`, without its leading blank:
 * `table=4, priority=1,tun_id=0x16 actions=push_vlan:0x8100,…`. As there, table 0 and priority 32768 are not shown.
 */
export function printFlow(flow: Flow): string {
  const head = [];
  if (flow.table !== 0) head.push(`table=${flow.table}, `);
  if (flow.idleTimeoutSeconds) head.push(`idle_timeout=${flow.idleTimeoutSeconds}, `);
  if (flow.hardTimeoutSeconds) head.push(`hard_timeout=${flow.hardTimeoutSeconds}, `);
  const match = printPrioritizedMatch(flow);
  return `${head.join('')}${match === '' ? '' : `${match} `}actions=${printActions(flow.actions)}`;
}

/** Writes a flow as a line that `ovs-ofctl -O OpenFlow13 add-flows` and `replace-flows` take: `table=4,priority=1,tun_id=0x16,actions=…`. */
export function printLoadableFlow(flow: Flow): string {
  const idle = flow.idleTimeoutSeconds ? `,idle_timeout=${flow.idleTimeoutSeconds}` : '';
  const hard = flow.hardTimeoutSeconds ? `,hard_timeout=${flow.hardTimeoutSeconds}` : '';
  return `${printPlace(flow)}${idle}${hard}${matchBehindComma(flow)},actions=${printActions(flow.actions)}`;
}

/** The same for many flows without timeouts: what several have in common is made into text once, and the match may be given, each part behind a comma. */
export function createFlowPrinter(): (flow: Flow, match?: string) => string {
  let [last, head]: [Flow | undefined, string] = [undefined, ''];
  return (flow, match = matchBehindComma(flow)) => {
    if (flow.table !== last?.table || flow.priority !== last.priority) head = printPlace(flow);
    last = flow;
    return head + match + printedActions(flow.actions);
  };
}

function matchBehindComma({ match }: Flow): string {
  return match.length === 0 ? '' : `,${printMatch(match)}`;
}

/** Lists of actions are shared, by the flows of a bridge and by those of several. */
const printedActions = onceForEachObject((actions: readonly Action[]) => `,actions=${printActions(actions)}`);

function printPlace({ table, priority }: Flow): string {
  return `table=${table},priority=${priority}`;
}

function printPrioritizedMatch(flow: Flow): string {
  const match = printMatch(flow.match);
  if (flow.priority === DEFAULT_PRIORITY) return match;
  return match === '' ? `priority=${flow.priority}` : `priority=${flow.priority},${match}`;
}
