import { known } from '#core/base';
import type { BridgePlan, BridgePort, HostPlan, PlannedPort } from '#core/plan';
import { boxId } from './box-id.ts';
import { describePort } from './describe-port.ts';
import type { GraphDraft } from './graph-draft.ts';

/** The ends of a trunk's patch that are drawn already: the VM, and the port's tab on br-int. */
export interface TrunkEnds {
  readonly vm: string;
  readonly tab: string;
}

/** vm – tap in the trunk's bridge, then for the parent and each subport a patch from there to br-int. The bridge is drawn with its parent port, which comes first. */
export function buildTrunkPatch(draft: GraphDraft, host: HostPlan, port: PlannedPort, { vm, tab }: TrunkEnds): void {
  const bridge = known(
    host.bridges.find(({ kind, ports }) => kind === 'trunk' && ports.some(({ element }) => element === port.id)),
    `the trunk of ${port.id}`,
  );
  if (port.trunk?.kind === 'parent') buildTrunkBridge(draft, host, bridge, port, vm);
  const patch = known(
    bridge.ports.find((item) => item.kind === 'patch' && item.element === port.id),
    `the patch of ${port.id}`,
  );
  buildPort(draft, host, bridge, { patch, port, side: 'bottom' });
  draft.addLink({
    kind: 'patch',
    from: boxId(host.name, bridge.name, patch.name),
    to: tab,
    tooltip: `patch ${patch.name} – br-int`,
    element: port.id,
    networks: [port.network],
  });
}

function buildTrunkBridge(draft: GraphDraft, host: HostPlan, bridge: BridgePlan, parent: PlannedPort, vm: string): void {
  const tap = known(
    bridge.ports.find(({ kind }) => kind === 'trunk-tap'),
    `the tap of ${parent.id}`,
  );
  draft.addNode({
    id: boxId(host.name, bridge.name),
    kind: 'trunk-bridge',
    parent: host.name,
    title: bridge.name,
    tooltip: `Open vSwitch bridge ${bridge.name} of a trunk: untagged frames are the parent's, tagged ones its subports'`,
    host: host.name,
    devices: [bridge.name],
    element: parent.id,
    networks: [],
  });
  buildPort(draft, host, bridge, { patch: tap, port: parent, side: 'top' });
  draft.addLink({
    kind: 'plug',
    from: vm,
    to: boxId(host.name, bridge.name, tap.name),
    tooltip: `network card of the VM: ${tap.name}`,
    element: parent.id,
    networks: [parent.network],
  });
}

interface TrunkPort {
  readonly patch: BridgePort;
  readonly port: PlannedPort;
  readonly side: 'top' | 'bottom';
}

function buildPort(draft: GraphDraft, host: HostPlan, bridge: BridgePlan, { patch, port, side }: TrunkPort): void {
  const vlan = patch.kind === 'patch' && patch.tag !== undefined ? [`VLAN ${patch.tag}`] : [];
  draft.addNode({
    id: boxId(host.name, bridge.name, patch.name),
    kind: 'port',
    parent: boxId(host.name, bridge.name),
    title: patch.name,
    details: vlan,
    tooltip: [`port ${patch.name} of ${bridge.name}, OpenFlow port ${patch.ofport}`, ...vlan, ...describePort(port)].join('\n'),
    side,
    host: host.name,
    devices: [patch.name],
    element: port.id,
    networks: [port.network],
  });
}
