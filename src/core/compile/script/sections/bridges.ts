import { assertNever } from '#core/base';
import type { BridgePlan, PlannedFabric } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { type ShellText, sh } from '../shell-quote.ts';

/** The bridges, with the columns the agent gives each. */
export function bridgeSection({ plan, fabric }: HostView): Section {
  return {
    name: 'bridges',
    title: 'Open vSwitch bridges',
    neutron: 'ovs_neutron_agent.py setup_integration_br, setup_tunnel_br, setup_physical_bridges; of trunks os-vif',
    entries: plan.bridges.map((bridge) => entry(bridge.element, describeBridge(bridge), makeBridge(fabric, bridge))),
  };
}

/** The bridge of a trunk is os-vif's, which leaves it to itself (vif_plug_ovs/ovsdb/ovsdb_lib.py `ensure_ovs_bridge`). */
function makeBridge(fabric: PlannedFabric, bridge: BridgePlan): ShellText {
  if (bridge.kind === 'trunk') return sh`trunk_bridge ${bridge.name}`;
  return sh`bridge ${[bridge.name, ...furtherProtocols(fabric, bridge)]}`;
}

/** The Open vSwitch firewall's driver adds two versions of OpenFlow to br-int (openvswitch_firewall/firewall.py). */
function furtherProtocols({ firewall }: PlannedFabric, { kind }: BridgePlan): string[] {
  return firewall === 'openvswitch' && kind === 'integration' ? ['OpenFlow10,OpenFlow11,OpenFlow12,OpenFlow13,OpenFlow14'] : [];
}

function describeBridge({ kind, name, physicalNetwork }: BridgePlan): string {
  switch (kind) {
    case 'integration':
      return `${name}, where VMs and namespaces plug in`;
    case 'tunnel':
      return `${name}, from local VLANs to tunnels and back`;
    case 'physical':
      return `${name}, the way to physical network ${physicalNetwork ?? '(none)'}`;
    case 'trunk':
      return `${name}, which parts a guest's VLANs`;
    default:
      return assertNever(kind);
  }
}
