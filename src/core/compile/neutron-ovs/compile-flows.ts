import { assertNever, compareText, groupBy, sortedBy } from '#core/base';
import { type Flow, printMatch } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import type { CompiledBridge } from '../compiled.ts';
import type { HostContext } from './host-context.ts';
import { integrationFlows } from './integration-bridge.ts';
import { physicalFlows } from './physical-bridge.ts';
import { trunkFlows } from './trunk-bridge.ts';
import { tunnelFlows } from './tunnel-bridge.ts';

/** A bridge's flows in their order. */
export type CompiledFlows = Required<Pick<CompiledBridge, 'flows' | 'matchTexts'>>;

/** The flows of one bridge as Neutron's Open vSwitch agent installs them, by table, then priority from high to low, then match text. */
export function compileFlows(context: HostContext, bridge: BridgePlan): CompiledFlows {
  return sortFlows(bridgeFlows(context, bridge));
}

function bridgeFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  switch (bridge.kind) {
    case 'integration':
      return integrationFlows(context, bridge);
    case 'tunnel':
      return tunnelFlows(context, bridge);
    case 'physical':
      return physicalFlows(context, bridge);
    case 'trunk':
      return trunkFlows(bridge);
    default:
      return assertNever(bridge.kind);
  }
}

/** Of flows with one table, priority and match the last stays, as in the switch. */
function sortFlows(flows: readonly Flow[]): CompiledFlows {
  const groups = groupBy(flows, ({ table, priority }) => table * PRIORITIES + (PRIORITIES - 1 - priority));
  const sorted: { flows: Flow[]; matchTexts: string[] } = { flows: [], matchTexts: [] };
  for (const [, alike] of sortedBy(groups, ([place]) => place)) {
    for (const { flow, text } of sortAlike(alike)) {
      sorted.flows.push(flow);
      sorted.matchTexts.push(text);
    }
  }
  return sorted;
}

/** OpenFlow's priorities are 0 to 65535. */
const PRIORITIES = 0x10000;

interface PrintedFlow {
  readonly flow: Flow;
  readonly text: string;
}

/** Flows of one table and priority by the texts of their matches. */
function sortAlike(flows: readonly Flow[]): readonly PrintedFlow[] {
  const entries = flows.map((flow) => ({ flow, text: printMatch(flow.match) })).sort((a, b) => compareText(a.text, b.text));
  return entries.filter(({ text }, i) => text !== entries[i + 1]?.text);
}
