import { groupBy, onceForEachObject } from '#core/base';
import type { Action, Flow } from '#core/openflow';
import type { BridgePlan, Neighbour } from '#core/plan';
import { arpReply } from './arp-reply.ts';
import { createFlow } from './create-flow.ts';
import { POP_VLAN, output, setTunnelId } from './flow-actions.ts';
import { ARP, arpTpa, dlDst, dlVlan } from './flow-matches.ts';
import { type HostContext, type TunnelPort, tunnelPorts } from './host-context.ts';
import { type LocalOverlay, floodFlows } from './overlay.ts';
import { BR_TUN } from './pipeline.ts';
import { stageOf } from './stage.ts';

const fromUnicast = stageOf('br-tun/l2-population', 'br_tun.py install_unicast_to_tun');
const fromResponder = stageOf('br-tun/arp-responder', 'br_tun.py install_arp_responder');

/** What the server's fdb_add makes of one network on one host (ovs_neutron_agent.py fdb_add): floods only to hosts that have ports of it, and each port's MAC known beforehand. Ports that are down are not active, and nobody is told of them. */
export function populatedFlows(context: HostContext, bridge: BridgePlan, overlay: LocalOverlay): readonly Flow[] {
  const ports = context.index.portsOf(overlay.network.id).filter(({ adminUp }) => adminUp);
  const remotes = ports.filter((port) => !port.hosts.includes(context.host.id) && !isEverywhere(context, port));
  const hosts = new Set(ports.flatMap((port) => port.hosts));
  const tunnels = tunnelPorts(bridge).filter(({ type, remoteHost }) => type === overlay.type && hosts.has(remoteHost));
  const byHost = groupBy(tunnels, ({ remoteHost }) => remoteHost);
  const known = remotes.flatMap((port) => tunnelsTo(port).map((tunnel) => ({ port, tunnel })));
  const throughTunnel = onceForEachObject(({ ofport }: TunnelPort) => [POP_VLAN, setTunnelId(overlay.vni), output(ofport)]);
  return [
    ...floodFlows(overlay, tunnels),
    ...known.filter(({ port }) => port.addresses.length > 0).map(({ port, tunnel }) => unicastFlow(overlay, port, throughTunnel(tunnel))),
    ...(context.fabric.arpResponder ? known.flatMap(({ port }) => responderFlows(overlay, port)) : []),
  ];

  function tunnelsTo(port: Neighbour): readonly TunnelPort[] {
    if (port.hosts.length > 1) return tunnels.filter(({ remoteHost }) => port.hosts.includes(remoteHost));
    return byHost.get(port.hosts[0]) ?? [];
  }
}

/** Ports that are on several hosts at once, an HA router's way out among them: they make a host a target of floods, but no MAC is known to be there (l2pop/db.py). */
function isEverywhere({ index }: HostContext, { owner, device }: Neighbour): boolean {
  return EVERYWHERE.has(owner) || (WAY_OUT.has(owner) && index.router(device).highlyAvailable);
}

const WAY_OUT: ReadonlySet<Neighbour['owner']> = new Set(['network:router_gateway', 'network:router_centralized_snat']);

const EVERYWHERE: ReadonlySet<Neighbour['owner']> = new Set([
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
  'network:router_ha_interface',
]);

/** table=20,priority=2,dl_vlan=7,dl_dst=fa:16:3e:00:00:05 actions=pop_vlan,set_field:0x3e9->tun_id,output:2 */
function unicastFlow({ vlan }: LocalOverlay, port: Neighbour, actions: readonly Action[]): Flow {
  const { destination, unicastOrigin } = knownOf(port);
  return createFlow(BR_TUN.unicast, { priority: 2, match: [dlVlan(vlan), destination], actions, origin: unicastOrigin });
}

/**
 * table=21,priority=1,arp,dl_vlan=7,arp_tpa=10.0.0.5 actions=set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],
 * move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],set_field:MAC->arp_sha,set_field:10.0.0.5->arp_spa,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],
 * set_field:MAC->eth_src,IN_PORT
 */
function responderFlows({ vlan }: LocalOverlay, port: Neighbour): readonly Flow[] {
  const { replies, responderOrigin } = knownOf(port);
  return replies.map(({ asked, actions }) =>
    createFlow(BR_TUN.arpResponder, { priority: 1, match: [ARP, dlVlan(vlan), asked], actions, origin: responderOrigin }),
  );
}

/** What the flows about a port have in common on all hosts that know of it. */
const knownOf = onceForEachObject((port: Neighbour) => ({
  destination: dlDst(port.mac),
  unicastOrigin: fromUnicast(port.id),
  replies: port.addresses
    .filter(({ address }) => address.version === 4)
    .map(({ address }) => ({ asked: arpTpa(address), actions: arpReply(port.mac, address) })),
  responderOrigin: fromResponder(port.id),
}));
