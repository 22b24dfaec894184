import { type PipelineState, TAG_PRESENT, writeHeader } from './pipeline-state.ts';

/** `push_vlan`: a new tag of VLAN 0 in front of those there (lib/flow.c `flow_push_vlan_uninit`). */
export function pushVlan(state: PipelineState): PipelineState {
  const outer = outerTci(state);
  return { ...writeHeader(state, 'vlan_tci', TAG_PRESENT), innerTci: isTag(outer) ? outer : 0n };
}

/** `pop_vlan`: takes the first tag away; nothing on an untagged frame (lib/flow.c `flow_pop_vlan`). */
export function popVlan(state: PipelineState): PipelineState {
  if (!isTag(outerTci(state))) return state;
  return { ...writeHeader(state, 'vlan_tci', state.innerTci), innerTci: 0n };
}

/** Tag control information of the first tag. */
export function outerTci(state: PipelineState): bigint {
  return state.packet.headers.vlan_tci ?? 0n;
}

/** Whether tag control information is of a tag that is there. */
export function isTag(tci: bigint): boolean {
  return (tci & TAG_PRESENT) !== 0n;
}

/** Number of tags: Open vSwitch counts from the front until one is missing. */
export function countTags(state: PipelineState): number {
  if (!isTag(outerTci(state))) return 0;
  return isTag(state.innerTci) ? 2 : 1;
}
