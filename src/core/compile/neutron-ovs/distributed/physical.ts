import type { MacAddress } from '#core/net';
import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { NORMAL, gotoTable, output } from '../flow-actions.ts';
import { dlSrc, inPort } from '../flow-matches.ts';
import { type HostContext, patchesTo } from '../host-context.ts';
import { BR_PHYSICAL } from '../pipeline.ts';
import { stageOf } from '../stage.ts';
import { processFlows } from './process.ts';
import { DVR_PHYSICAL } from './tables.ts';

const fromDefault = stageOf('dvr/br-phys', 'ovs_dvr_neutron_agent.py setup_dvr_flows_on_phys_br');
const fromHostMac = stageOf('dvr/host-mac', 'br_phys.py add_dvr_mac_physical');

/** What distributed routing adds to a physical bridge; the frames of br-int take another way to their translation (neutron-dataplane 4.2). */
export function distributedPhysicalFlows(context: HostContext, bridge: BridgePlan, ownMac: MacAddress): readonly Flow[] {
  const origin = fromDefault(bridge.element);
  const patches = patchesTo(context, bridge, 'integration').map(({ port }) => port.ofport);
  return [
    // table=0,priority=2,in_port=2 actions=goto_table:1
    ...patches.map((ofport) =>
      createFlow(BR_PHYSICAL.entry, { priority: 2, match: [inPort(ofport)], actions: [gotoTable(DVR_PHYSICAL.process)], origin }),
    ),
    // table=0,priority=1 actions=goto_table:3
    createFlow(BR_PHYSICAL.entry, { priority: 1, actions: [gotoTable(DVR_PHYSICAL.notLearn)], origin }),
    // table=1,priority=0 actions=goto_table:2
    createFlow(DVR_PHYSICAL.process, { priority: 0, actions: [gotoTable(DVR_PHYSICAL.translation)], origin }),
    // table=2,priority=2,in_port=2 actions=drop
    ...patches.map((ofport) => createFlow(DVR_PHYSICAL.translation, { priority: 2, match: [inPort(ofport)], origin })),
    // table=3,priority=1 actions=NORMAL
    createFlow(DVR_PHYSICAL.notLearn, { priority: 1, actions: [NORMAL], origin }),
    // table=3,priority=2,dl_src=fa:16:3f:00:00:02 actions=output:2
    ...context.index
      .otherRoutingHosts(context.host.id)
      .flatMap(({ id, mac }) =>
        patches.map((ofport) =>
          createFlow(DVR_PHYSICAL.notLearn, { priority: 2, match: [dlSrc(mac)], actions: [output(ofport)], origin: fromHostMac(id) }),
        ),
      ),
    ...processFlows(context, bridge, ownMac, {
      process: DVR_PHYSICAL.process,
      next: DVR_PHYSICAL.translation,
      flood: DVR_PHYSICAL.flood,
    }),
  ];
}
