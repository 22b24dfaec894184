import type { BridgePlan, BridgePort, PlannedPort } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { type ShellText, continued, ovsString, sh } from '../shell-quote.ts';
import { patchColumns as patchEnds } from '../trunk-columns.ts';

type PatchPort = Extract<BridgePort, { kind: 'patch' }>;

/** The patch ports that join the bridges; each end has an entry of its own. */
export function patchPortSection({ plan, index }: HostView): Section {
  const entries = plan.bridges.flatMap((bridge) =>
    bridge.ports
      .filter((port) => port.kind === 'patch')
      .map((port) =>
        entry(
          port.element,
          `from ${bridge.name} to ${port.peer.bridge}`,
          continued(
            sh`add_port ${bridge.name} ${port.name} ${port.ofport}`,
            ...(bridge.kind === 'trunk' ? trunkColumns(index.port(port.element), port) : patchColumns(bridge, port)),
          ),
        ),
      ),
  );
  return {
    name: 'patch-ports',
    title: 'patch ports between the bridges',
    neutron: 'ovs_neutron_agent.py setup_physical_bridges, setup_tunnel_br; ovs_lib.py add_patch_port; of trunks trunk_manager.py plug',
    entries,
  };
}

/** The trunk's own end of a patch: of a subport it is an access port of the VLAN. */
function trunkColumns(owner: PlannedPort, { name, peer, tag }: PatchPort): ShellText[] {
  const interfaceColumns = sh`-- set Interface ${name} ${patchEnds(peer.port, owner)}`;
  return tag === undefined ? [interfaceColumns] : [interfaceColumns, sh`-- set Port ${name} tag=${tag}`];
}

function patchColumns(bridge: BridgePlan, port: PatchPort): ShellText[] {
  const interfaceColumns = sh`-- set Interface ${port.name} type=patch options:peer=${ovsString(port.peer.port)}`;
  if (bridge.kind !== 'integration') return [interfaceColumns];
  return [
    interfaceColumns,
    sh`-- set Port ${port.name} other_config:mcast-snooping-flood-reports=true other_config:mcast-snooping-flood=false`,
  ];
}
