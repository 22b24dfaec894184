import { assertNever, compareText, known } from '#core/base';
import { type Flow, printMatch } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import type { HostContext } from './host-context.ts';
import { integrationFlows } from './integration-bridge.ts';
import { physicalFlows } from './physical-bridge.ts';
import { trunkFlows } from './trunk-bridge.ts';
import { tunnelFlows } from './tunnel-bridge.ts';

/** The flows of one bridge as Neutron's Open vSwitch agent installs them, by table, then priority from high to low, then match text. */
export function compileFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
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
function sortFlows(flows: readonly Flow[]): readonly Flow[] {
  const texts = flows.map((flow) => ({ flow, text: printMatch(flow.match) })).sort(byPlace);
  return texts.filter((entry, i) => i + 1 === texts.length || byPlace(entry, known(texts[i + 1], 'a flow')) !== 0).map(({ flow }) => flow);
}

interface PrintedFlow {
  readonly flow: Flow;
  readonly text: string;
}

function byPlace(a: PrintedFlow, b: PrintedFlow): number {
  return a.flow.table - b.flow.table || b.flow.priority - a.flow.priority || compareText(a.text, b.text);
}
