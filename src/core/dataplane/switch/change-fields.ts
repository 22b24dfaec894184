import { type Action, type FieldName } from '#core/openflow';
import { type PipelineState, clearConntrack, hasField, readField, readSubfield, writeField, writeSubfield } from './pipeline-state.ts';
import { popVlan, pushVlan } from './vlan-tags.ts';

/** The frame after an action that changes its fields; other actions change nothing, and neither does one on a field the packet does not have. */
export function changeFields(action: Action, state: PipelineState): PipelineState {
  switch (action.kind) {
    case 'push-vlan':
      return pushVlan(state);
    case 'pop-vlan':
      return popVlan(state);
    case 'set-field':
      return hasField(state, action.field) ? setField(state, action.field, action.value, action.mask) : state;
    case 'load':
      return hasField(state, action.target.field) ? writeSubfield(state, action.target, action.value) : state;
    case 'move':
      if (!hasField(state, action.source.field) || !hasField(state, action.target.field)) return state;
      return writeSubfield(state, action.target, readSubfield(state, action.source));
    case 'ct':
      return clearConntrack(state);
    case 'ct-clear':
      return { ...clearConntrack(state), tracking: undefined };
    default:
      return state;
  }
}

function setField(state: PipelineState, field: FieldName, value: bigint, mask: bigint | undefined): PipelineState {
  return writeField(state, field, mask === undefined ? value : (readField(state, field) & ~mask) | (value & mask));
}
