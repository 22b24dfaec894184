import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { distributedPhysicalFlows } from './distributed/physical.ts';
import { DVR_PHYSICAL } from './distributed/tables.ts';
import { NORMAL, POP_VLAN, setVlan } from './flow-actions.ts';
import { guaranteeQueueFlows } from './guaranteed-bandwidth.ts';
import { dlVlan, inPort } from './flow-matches.ts';
import { type HostContext, localNetworks, patchesTo } from './host-context.ts';
import { BR_PHYSICAL } from './pipeline.ts';
import { stageOf } from './stage.ts';

const fromDefault = stageOf('br-phys/default', 'br_phys.py setup_default_table');
const fromPatch = stageOf('br-phys/patch', 'ovs_neutron_agent.py setup_physical_bridges');
const fromProvider = stageOf('br-phys/provider-vlan', 'br_phys.py provision_local_vlan');

/** All flows of a physical bridge (br-ex). */
export function physicalFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const patches = patchesTo(context, bridge, 'integration').map(({ port }) => port.ofport);
  return [
    // table=0,priority=0 actions=NORMAL
    createFlow(BR_PHYSICAL.entry, { priority: 0, actions: [NORMAL], origin: fromDefault(bridge.element) }),
    ...(context.host.dvrMac === undefined
      ? // table=0,priority=2,in_port=2 actions=drop
        patches.map((ofport) => createFlow(BR_PHYSICAL.entry, { priority: 2, match: [inPort(ofport)], origin: fromPatch(bridge.element) }))
      : distributedPhysicalFlows(context, bridge, context.host.dvrMac)),
    ...guaranteeQueueFlows(context, bridge),
    ...patches.flatMap((ofport) => providerFlows(context, bridge, ofport)),
  ];
}

function providerFlows(context: HostContext, bridge: BridgePlan, patch: number): readonly Flow[] {
  const translation = context.host.dvrMac === undefined ? BR_PHYSICAL.entry : DVR_PHYSICAL.translation;
  return localNetworks(context).flatMap(({ network: { id, segment }, vlan }): readonly Flow[] => {
    if (segment.kind !== 'vlan' && segment.kind !== 'flat') return [];
    if (segment.physicalNetwork !== bridge.physicalNetwork) return [];
    // table=0,priority=4,in_port=2,dl_vlan=7 actions=set_field:4197->vlan_vid,NORMAL; on a flat network pop_vlan,NORMAL; with distributed routing in table 2
    const leave = segment.kind === 'vlan' ? setVlan(segment.vlan) : POP_VLAN;
    return [
      createFlow(translation, {
        priority: 4,
        match: [inPort(patch), dlVlan(vlan)],
        actions: [leave, NORMAL],
        origin: fromProvider(id),
      }),
    ];
  });
}
