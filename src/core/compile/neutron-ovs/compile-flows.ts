import { assertNever, sortedBy } from '#core/base';
import { type Flow, printMatch } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import type { HostContext } from './host-context.ts';
import { integrationFlows } from './integration-bridge.ts';
import { physicalFlows } from './physical-bridge.ts';
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
    default:
      return assertNever(bridge.kind);
  }
}

/** Of flows with one table, priority and match the last stays, as in the switch. */
function sortFlows(flows: readonly Flow[]): readonly Flow[] {
  const byKey = new Map(flows.map((flow) => [`${flow.table} ${flow.priority} ${printMatch(flow.match)}`, flow]));
  const texts = new Map([...byKey.values()].map((flow) => [flow, printMatch(flow.match)]));
  return sortedBy(
    byKey.values(),
    (flow) => flow.table,
    (flow) => -flow.priority,
    (flow) => texts.get(flow) ?? '',
  );
}
