import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { NORMAL } from './flow-actions.ts';
import { BR_TRUNK } from './pipeline.ts';
import { stageOf } from './stage.ts';

const fromSwitch = stageOf(
  'br-trunk/default',
  'none: os-vif makes the bridge, and without a controller Open vSwitch switches (fail_mode standalone)',
);

/** The flow of a trunk's bridge. */
export function trunkFlows({ element }: BridgePlan): readonly Flow[] {
  // table=0,priority=0 actions=NORMAL
  return [createFlow(BR_TRUNK.entry, { priority: 0, actions: [NORMAL], origin: fromSwitch(element) })];
}
