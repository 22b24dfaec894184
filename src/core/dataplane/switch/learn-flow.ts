import { assertNever } from '#core/base';
import {
  type Action,
  type FieldMatch,
  type FieldName,
  type Flow,
  type LearnClause,
  type OutputPort,
  type Subfield,
  fullMask,
  orderMatch,
} from '#core/openflow';
import { type PipelineState, readSubfield } from './pipeline-state.ts';

/** The flow that a `learn()` makes of the frame at hand (lib/learn.c `learn_execute`). */
export function learnFlow(action: Extract<Action, { kind: 'learn' }>, state: PipelineState): Flow {
  const { table, priority, hardTimeoutSeconds, idleTimeoutSeconds } = action;
  const flow = {
    table,
    priority,
    match: learnMatch(action.clauses, state),
    actions: action.clauses.flatMap((clause) => learnAction(clause, state)),
  };
  return { ...flow, ...(hardTimeoutSeconds > 0 ? { hardTimeoutSeconds } : {}), ...(idleTimeoutSeconds > 0 ? { idleTimeoutSeconds } : {}) };
}

function learnMatch(clauses: readonly LearnClause[], state: PipelineState): readonly FieldMatch[] {
  const fields = new Map<FieldName, { value: bigint; mask: bigint }>();
  for (const clause of clauses) {
    if (clause.kind !== 'match-field' && clause.kind !== 'match-value') continue;
    const target = matchTarget(clause.target);
    const value = clause.kind === 'match-value' ? clause.value : readSubfield(state, clause.source);
    const shift = BigInt(target.start);
    const before = fields.get(target.field) ?? { value: 0n, mask: 0n };
    fields.set(target.field, { value: before.value | (value << shift), mask: before.mask | (((1n << BigInt(target.bits)) - 1n) << shift) });
  }
  const match = [...fields].map(([field, { value, mask }]): FieldMatch => ({
    field,
    value,
    mask: mask === fullMask(field) ? undefined : mask,
  }));
  return orderMatch(match);
}

/** A flow's match knows the VLAN tag as `vlan_tci` only, and a port as `in_port`. */
function matchTarget(target: Subfield): Subfield {
  switch (target.field) {
    case 'vlan_vid':
      return { ...target, field: 'vlan_tci' };
    case 'vlan_pcp':
      return { ...target, field: 'vlan_tci', start: target.start + 13 };
    case 'in_port_oxm':
      return { field: 'in_port', start: 0, bits: 16 };
    default:
      return target;
  }
}

function learnAction(clause: LearnClause, state: PipelineState): readonly Action[] {
  switch (clause.kind) {
    case 'match-field':
    case 'match-value':
      return [];
    case 'load-value':
      return [{ kind: 'load', target: clause.target, value: clause.value }];
    case 'load-field':
      return [{ kind: 'load', target: clause.target, value: readSubfield(state, clause.source) }];
    case 'output':
      return outputAction(readSubfield(state, clause.source));
    default:
      return assertNever(clause);
  }
}

const NAMED_PORTS: ReadonlyMap<bigint, OutputPort> = new Map<bigint, OutputPort>([
  [0xfff8n, 'in_port'],
  [0xfffbn, 'flood'],
  [0xfffcn, 'all'],
  [0xfffen, 'local'],
]);

/** A reserved port, of 32 bits above all, gives no output but for the four that make sense (lib/learn.c). */
function outputAction(port: bigint): readonly Action[] {
  const named = NAMED_PORTS.get(port);
  if (named !== undefined) return [{ kind: 'output', port: named }];
  return port < 0xff00n ? [{ kind: 'output', port: Number(port) }] : [];
}
