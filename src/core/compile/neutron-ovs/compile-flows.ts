import { assertNever } from '#core/base';
import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import type { HostContext } from './host-context.ts';
import { integrationFlows } from './integration-bridge.ts';
import { physicalFlows } from './physical-bridge.ts';
import { type CompiledFlows, sortFlows } from './sort-flows.ts';
import { trunkFlows } from './trunk-bridge.ts';
import { tunnelFlows } from './tunnel-bridge.ts';

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
