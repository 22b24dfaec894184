import { onceForEach } from '#core/base';
import type { Action, FieldName } from '#core/openflow';
import type { PipelineTable } from './pipeline-table.ts';

/** `goto_table:58` */
export const gotoTable = onceForEach((table: PipelineTable): Action => ({ kind: 'goto-table', table: table.number }));

/** `resubmit(,71)` */
export const resubmit = onceForEach((table: PipelineTable): Action => ({ kind: 'resubmit', port: undefined, table: table.number }));

/** `output:2` */
export const output = onceForEach((ofport: number): Action => ({ kind: 'output', port: ofport }));

/** `NORMAL` */
export const NORMAL: Action = { kind: 'output', port: 'normal' };

/** `IN_PORT` */
export const IN_PORT: Action = { kind: 'output', port: 'in_port' };

/** `set_field:VALUE->FIELD` */
export function setField(field: FieldName, value: bigint): Action {
  return { kind: 'set-field', field, value, mask: undefined };
}

/** `set_field:4103->vlan_vid` for VLAN 7: the value carries OFPVID_PRESENT. */
export function setVlan(vlan: number): Action {
  return setField('vlan_vid', 0x1000n | BigInt(vlan));
}

/** `set_field:0x3e9->tun_id` */
export function setTunnelId(id: number): Action {
  return setField('tun_id', BigInt(id));
}

/** `set_field:0x7->reg6`: the local VLAN, for tables that the tag is not visible in. */
export const setNetwork = onceForEach((vlan: number): Action => setField('reg6', BigInt(vlan)));

/** `push_vlan:0x8100` */
export const PUSH_VLAN: Action = { kind: 'push-vlan', ethertype: 0x8100 };

/** `pop_vlan` */
export const POP_VLAN: Action = { kind: 'pop-vlan' };

/** `move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[]`: the whole of both fields, of `bits` bits. */
export function move(source: FieldName, target: FieldName, bits: number): Action {
  return { kind: 'move', source: { field: source, start: 0, bits }, target: { field: target, start: 0, bits } };
}
