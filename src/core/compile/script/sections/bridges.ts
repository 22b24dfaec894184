import { assertNever } from '#core/base';
import type { BridgePlan } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The bridges, with the columns the agent gives each. */
export function bridgeSection({ plan }: HostView): Section {
  return {
    name: 'bridges',
    title: 'Open vSwitch bridges',
    neutron: 'ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges',
    entries: plan.bridges.map((bridge) => entry(bridge.element, describeBridge(bridge), sh`bridge ${bridge.name}`)),
  };
}

function describeBridge({ kind, name, physicalNetwork }: BridgePlan): string {
  switch (kind) {
    case 'integration':
      return `${name}, where VMs and namespaces plug in`;
    case 'tunnel':
      return `${name}, from local VLANs to tunnels and back`;
    case 'physical':
      return `${name}, the way to physical network ${physicalNetwork ?? '(none)'}`;
    default:
      return assertNever(kind);
  }
}
