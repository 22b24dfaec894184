import type { IpAddress } from '#core/net';
import type { Flow } from '#core/openflow';
import type { BridgePlan, PlannedPort } from '#core/plan';
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
  const tunnels = tunnelPorts(bridge).filter(
    ({ type, remoteHost }) => type === overlay.type && ports.some(({ hosts }) => hosts.includes(remoteHost)),
  );
  const known = remotes.flatMap((port) =>
    tunnels.filter(({ remoteHost }) => port.hosts.includes(remoteHost)).map((tunnel) => ({ port, tunnel })),
  );
  return [
    ...floodFlows(overlay, tunnels),
    ...known.filter(({ port }) => port.addresses.length > 0).map(({ port, tunnel }) => unicastFlow(overlay, port, tunnel)),
    ...(context.deployment.fabric.arpResponder ? known.flatMap(({ port }) => responderFlows(overlay, port)) : []),
  ];
}

/** Ports that are on several hosts at once, an HA router's way out among them: they make a host a target of floods, but no MAC is known to be there (l2pop/db.py). */
function isEverywhere({ index }: HostContext, { owner, device }: PlannedPort): boolean {
  return EVERYWHERE.has(owner) || (WAY_OUT.has(owner) && index.router(device).highlyAvailable);
}

const WAY_OUT: ReadonlySet<PlannedPort['owner']> = new Set(['network:router_gateway', 'network:router_centralized_snat']);

const EVERYWHERE: ReadonlySet<PlannedPort['owner']> = new Set([
  'network:router_interface_distributed',
  'network:ha_router_replicated_interface',
  'network:router_ha_interface',
]);

/** table=20,priority=2,dl_vlan=7,dl_dst=fa:16:3e:00:00:05 actions=pop_vlan,set_field:0x3e9->tun_id,output:2 */
function unicastFlow({ vlan, vni }: LocalOverlay, port: PlannedPort, tunnel: TunnelPort): Flow {
  const actions = [POP_VLAN, setTunnelId(vni), output(tunnel.ofport)];
  return createFlow(BR_TUN.unicast, { priority: 2, match: [dlVlan(vlan), dlDst(port.mac)], actions, origin: fromUnicast(port.id) });
}

function responderFlows({ vlan }: LocalOverlay, port: PlannedPort): readonly Flow[] {
  const ipv4 = port.addresses.filter(({ address }) => address.version === 4);
  return ipv4.map(({ address }) => responderFlow(vlan, port, address));
}

/**
 * table=21,priority=1,arp,dl_vlan=7,arp_tpa=10.0.0.5 actions=set_field:2->arp_op,move:NXM_NX_ARP_SHA[]->NXM_NX_ARP_THA[],
 * move:NXM_OF_ARP_SPA[]->NXM_OF_ARP_TPA[],set_field:MAC->arp_sha,set_field:10.0.0.5->arp_spa,move:NXM_OF_ETH_SRC[]->NXM_OF_ETH_DST[],
 * set_field:MAC->eth_src,IN_PORT
 */
function responderFlow(vlan: number, port: PlannedPort, address: IpAddress): Flow {
  const match = [ARP, dlVlan(vlan), arpTpa(address)];
  return createFlow(BR_TUN.arpResponder, { priority: 1, match, actions: arpReply(port.mac, address), origin: fromResponder(port.id) });
}
