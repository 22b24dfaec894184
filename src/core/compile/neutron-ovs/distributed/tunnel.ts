import type { MacAddress } from '#core/net';
import type { Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from '../create-flow.ts';
import { gotoTable, output } from '../flow-actions.ts';
import { dlSrc, inPort } from '../flow-matches.ts';
import { type HostContext, patchesTo } from '../host-context.ts';
import { BR_TUN } from '../pipeline.ts';
import { stageOf } from '../stage.ts';
import { processFlows } from './process.ts';
import { DVR_TUN } from './tables.ts';

const fromDefault = stageOf('dvr/br-tun', 'ovs_dvr_neutron_agent.py setup_dvr_flows_on_tun_br');
const fromHostMac = stageOf('dvr/host-mac', 'br_tun.py add_dvr_mac_tun');

/** What distributed routing adds to br-tun, and the way from br-int that takes the place of the usual one (neutron-dataplane 3.6). */
export function distributedTunnelFlows(context: HostContext, bridge: BridgePlan, ownMac: MacAddress): readonly Flow[] {
  const origin = fromDefault(bridge.element);
  const patches = patchesTo(context, bridge, 'integration').map(({ port }) => port.ofport);
  return [
    // table=0,priority=1,in_port=1 actions=goto_table:1
    ...patches.map((ofport) =>
      createFlow(BR_TUN.entry, { priority: 1, match: [inPort(ofport)], actions: [gotoTable(DVR_TUN.process)], origin }),
    ),
    // table=1,priority=0 actions=goto_table:2
    createFlow(DVR_TUN.process, { priority: 0, actions: [gotoTable(BR_TUN.patchToTunnel)], origin }),
    // table=9,priority=0 actions=goto_table:10
    createFlow(DVR_TUN.notLearn, { priority: 0, actions: [gotoTable(BR_TUN.learn)], origin }),
    // table=9,priority=1,dl_src=fa:16:3f:00:00:02 actions=output:1
    ...context.index
      .otherRoutingHosts(context.host.id)
      .flatMap(({ id, mac }) =>
        patches.map((ofport) =>
          createFlow(DVR_TUN.notLearn, { priority: 1, match: [dlSrc(mac)], actions: [output(ofport)], origin: fromHostMac(id) }),
        ),
      ),
    ...processFlows(context, bridge, ownMac, { process: DVR_TUN.process, next: BR_TUN.patchToTunnel, flood: BR_TUN.flood }),
  ];
}
