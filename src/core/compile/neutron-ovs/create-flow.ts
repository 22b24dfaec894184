import { InvariantError } from '#core/base';
import { type Action, type FieldMatch, type Flow, type Origin, orderMatch } from '#core/openflow';
import type { PipelineTable } from './pipeline-table.ts';

/** What a flow is made from, besides its table. */
export interface FlowParts {
  readonly priority: number;
  /** In any order. */
  readonly match?: readonly FieldMatch[];
  /** None: drop. */
  readonly actions?: readonly Action[];
  readonly origin: Origin;
}

/** Makes a flow of a table; one that its table does not allow is a program's mistake. */
export function createFlow(table: PipelineTable, { priority, match = [], actions = [], origin }: FlowParts): Flow {
  for (const { field } of match) {
    if (!table.fields.has(field)) refuse(table, `to match ${table.matches.join(', ')}`, field);
  }
  for (const action of actions) {
    if (!isAllowed(table, action)) refuse(table, 'what it may do', describe(action));
  }
  return { table: table.number, priority, match: orderMatch(match), actions, origin };
}

/** The text is made only when it is needed: this is asked of every flow. */
function refuse(table: PipelineTable, expected: string, found: string): never {
  throw new InvariantError(`expected table ${table.number} of ${table.bridge} ${expected}, found ${found}`);
}

function isAllowed(table: PipelineTable, action: Action): boolean {
  switch (action.kind) {
    case 'goto-table':
      return table.next.includes(action.table);
    case 'output':
      if (typeof action.port === 'number') return table.outputs.includes('port');
      return (action.port === 'normal' || action.port === 'in_port') && table.outputs.includes(action.port);
    case 'learn':
      return table.learnsInto.includes(action.table);
    case 'resubmit':
      return table.next.includes(action.table ?? table.number);
    case 'ct':
      return action.table === undefined || table.next.includes(action.table);
    case 'unsupported':
      return table.translates && /^ct\(.*\bnat\b/.test(action.text);
    case 'controller':
      return table.outputs.includes('controller');
    default:
      return true;
  }
}

function describe(action: Action): string {
  if (action.kind === 'goto-table' || action.kind === 'learn' || action.kind === 'resubmit' || action.kind === 'ct')
    return `${action.kind} ${action.table}`;
  return action.kind === 'output' ? `output to ${action.port}` : action.kind;
}
