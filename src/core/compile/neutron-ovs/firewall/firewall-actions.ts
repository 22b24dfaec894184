import { onceForEach } from '#core/base';
import type { Action, ConntrackExec } from '#core/openflow';
import { setField } from '../flow-actions.ts';
import type { PipelineTable } from '../pipeline-table.ts';

/** `set_field:5->reg5`: the port whose rules are asked. */
export const setPort = onceForEach((ofport: number): Action => setField('reg5', BigInt(ofport)));

/** `set_field:17->reg7`: the conjunction that matched. */
export function setConjunction(id: number): Action {
  return setField('reg7', BigInt(id));
}

/** `ct_clear` */
export const CT_CLEAR: Action = { kind: 'ct-clear' };

/** `zone=NXM_NX_REG6[0..15]` */
const ZONE = { kind: 'field', source: { field: 'reg6', start: 0, bits: 16 } } as const;

/** `ct(table=72,zone=NXM_NX_REG6[0..15])` */
export const track = onceForEach((table: PipelineTable): Action => ({
  kind: 'ct',
  commit: false,
  force: false,
  table: table.number,
  zone: ZONE,
  exec: [],
}));

/** `ct(commit,zone=NXM_NX_REG6[0..15])` */
export const COMMIT: Action = commit([]);

/** `ct(commit,zone=NXM_NX_REG6[0..15],exec(set_field:0x1->ct_mark))`: from now on the connection is dropped both ways. */
export const MARK_INVALID: Action = commit([{ kind: 'set-field', field: 'ct_mark', value: 1n, mask: undefined }]);

function commit(exec: readonly ConntrackExec[]): Action {
  return { kind: 'ct', commit: true, force: false, table: undefined, zone: ZONE, exec };
}

/** `conjunction(16,2/2)`: dimension 1 is the members' addresses, 2 the port and its rule. */
export function conjunction(id: number, dimension: 1 | 2): Action {
  return { kind: 'conjunction', id, clause: dimension, clauses: 2 };
}
