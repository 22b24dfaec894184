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

/** Writes a flow as a line that `ovs-ofctl -O OpenFlow13 add-flows` and `replace-flows` take: `table=4,priority=1,tun_id=0x16,actions=…`. The match may be given as text where it is there already. */
export function printLoadableFlow(flow: Flow, matchText = printMatch(flow.match)): string {
  const idle = flow.idleTimeoutSeconds ? `,idle_timeout=${flow.idleTimeoutSeconds}` : '';
  const hard = flow.hardTimeoutSeconds ? `,hard_timeout=${flow.hardTimeoutSeconds}` : '';
  const match = matchText === '' ? '' : `,${matchText}`;
  return `table=${flow.table},priority=${flow.priority}${idle}${hard}${match},actions=${printActions(flow.actions)}`;
}

function printPrioritizedMatch(flow: Flow): string {
  const match = printMatch(flow.match);
  if (flow.priority === DEFAULT_PRIORITY) return match;
  return match === '' ? `priority=${flow.priority}` : `priority=${flow.priority},${match}`;
}
