import { BROADCAST_MAC } from '#core/net';
import type { OverlayType } from '#core/model';
import type { Action, FieldMatch, Flow } from '#core/openflow';
import type { BridgePlan } from '#core/plan';
import { createFlow } from './create-flow.ts';
import { DVR_TUN } from './distributed/tables.ts';
import { distributedTunnelFlows } from './distributed/tunnel.ts';
import { PUSH_VLAN, gotoTable, output, setVlan } from './flow-actions.ts';
import { ARP, MULTICAST, UNICAST, arpTha, dlDst, icmp6, inPort, tunId } from './flow-matches.ts';
import { type HostContext, type TunnelPort, patchesTo, tunnelPorts } from './host-context.ts';
import { LEARN_SOURCE } from './learn-source.ts';
import { populatedFlows } from './l2-population.ts';
import { type LocalOverlay, floodFlows, localOverlays } from './overlay.ts';
import { BR_TUN } from './pipeline.ts';
import type { PipelineTable } from './pipeline-table.ts';
import { stageOf } from './stage.ts';

/** All flows of br-tun. */
export function tunnelFlows(context: HostContext, bridge: BridgePlan): readonly Flow[] {
  const overlays = localOverlays(context);
  return [
    ...baseFlows(bridge),
    ...(context.fabric.arpResponder ? responderBaseFlows(bridge) : []),
    ...patchesTo(context, bridge, 'integration').flatMap(({ port }) => patchFlows(bridge, port.ofport)),
    ...(context.host.dvrMac === undefined ? [] : distributedTunnelFlows(context, bridge, context.host.dvrMac)),
    ...tunnelPorts(bridge).map(tunnelPortFlow),
    ...overlays.map((overlay) => arrivalFlow(overlay, context.host.dvrMac === undefined ? BR_TUN.learn : DVR_TUN.notLearn)),
    ...overlays.flatMap((overlay) =>
      context.fabric.l2Population ? populatedFlows(context, bridge, overlay) : floodFlows(overlay, tunnelsOf(bridge, overlay)),
    ),
  ];
}

const fromDefault = stageOf('br-tun/default', 'br_tun.py setup_default_table');
const fromTunnelPort = stageOf('br-tun/tunnel-port', 'br_tun.py setup_tunnel_port');
const fromArrival = stageOf('br-tun/provision', 'br_tun.py provision_local_vlan');

/** The table in which frames of a tunnel type find their local VLAN. */
const ARRIVAL_TABLE: Readonly<Record<OverlayType, PipelineTable>> = {
  gre: BR_TUN.greToLocal,
  vxlan: BR_TUN.vxlanToLocal,
  geneve: BR_TUN.geneveToLocal,
};

function baseFlows({ element }: BridgePlan): readonly Flow[] {
  const origin = fromDefault(element);
  return [
    // table=0,priority=0 actions=drop, and so in tables 3, 4, 6 and 22
    ...[BR_TUN.entry, BR_TUN.greToLocal, BR_TUN.vxlanToLocal, BR_TUN.geneveToLocal, BR_TUN.flood].map((table) =>
      createFlow(table, { priority: 0, origin }),
    ),
    // table=2,priority=0,dl_dst=00:00:00:00:00:00/01:00:00:00:00:00 actions=goto_table:20
    createFlow(BR_TUN.patchToTunnel, { priority: 0, match: [UNICAST], actions: [gotoTable(BR_TUN.unicast)], origin }),
    // table=2,priority=0,dl_dst=01:00:00:00:00:00/01:00:00:00:00:00 actions=goto_table:22
    createFlow(BR_TUN.patchToTunnel, { priority: 0, match: [MULTICAST], actions: [gotoTable(BR_TUN.flood)], origin }),
    // table=20,priority=0 actions=goto_table:22
    createFlow(BR_TUN.unicast, { priority: 0, actions: [gotoTable(BR_TUN.flood)], origin }),
  ];
}

function responderBaseFlows({ element }: BridgePlan): readonly Flow[] {
  const origin = fromDefault(element);
  return [
    // table=2,priority=1,arp,dl_dst=ff:ff:ff:ff:ff:ff actions=goto_table:21
    createFlow(BR_TUN.patchToTunnel, {
      priority: 1,
      match: [ARP, dlDst(BROADCAST_MAC)],
      actions: [gotoTable(BR_TUN.arpResponder)],
      origin,
    }),
    // table=21,priority=0 actions=goto_table:22
    createFlow(BR_TUN.arpResponder, { priority: 0, actions: [gotoTable(BR_TUN.flood)], origin }),
  ];
}

/** ICMPv6 router and neighbour advertisement (RFC 4861). */
const ADVERTISEMENTS = [134, 136] as const;

function patchFlows({ element }: BridgePlan, ofport: number): readonly Flow[] {
  const origin = fromDefault(element);
  const actions: readonly Action[] = [LEARN_SOURCE, output(ofport)];
  const announcements: readonly (readonly FieldMatch[])[] = [[ARP, arpTha(BROADCAST_MAC)], ...ADVERTISEMENTS.map(icmp6)];
  return [
    // table=0,priority=1,in_port=1 actions=goto_table:2
    createFlow(BR_TUN.entry, { priority: 1, match: [inPort(ofport)], actions: [gotoTable(BR_TUN.patchToTunnel)], origin }),
    // table=10,priority=2,arp,arp_tha=ff:ff:ff:ff:ff:ff actions=learn(table=20,…),output:1
    ...announcements.map((match) => createFlow(BR_TUN.learn, { priority: 2, match, actions, origin })),
    // table=10,priority=1 actions=learn(table=20,…),output:1
    createFlow(BR_TUN.learn, { priority: 1, actions, origin }),
  ];
}

/** table=0,priority=1,in_port=2 actions=goto_table:4 */
function tunnelPortFlow(port: TunnelPort): Flow {
  return createFlow(BR_TUN.entry, {
    priority: 1,
    match: [inPort(port.ofport)],
    actions: [gotoTable(ARRIVAL_TABLE[port.type])],
    origin: fromTunnelPort(port.remoteHost),
  });
}

/** table=4,priority=1,tun_id=0x3e9 actions=push_vlan:0x8100,set_field:4103->vlan_vid,goto_table:10 (9 with distributed routing) */
function arrivalFlow({ network, vlan, type, vni }: LocalOverlay, next: PipelineTable): Flow {
  const actions = [PUSH_VLAN, setVlan(vlan), gotoTable(next)];
  return createFlow(ARRIVAL_TABLE[type], { priority: 1, match: [tunId(vni)], actions, origin: fromArrival(network.id) });
}

/** Without l2-population a network is flooded to every tunnel of its type: a full mesh. */
function tunnelsOf(bridge: BridgePlan, overlay: LocalOverlay): readonly TunnelPort[] {
  return tunnelPorts(bridge).filter(({ type }) => type === overlay.type);
}
