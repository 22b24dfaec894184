import type { OverlayType } from '#core/model';
import type { Flow } from '#core/openflow';
import { createFlow } from './create-flow.ts';
import { POP_VLAN, output, setTunnelId } from './flow-actions.ts';
import { dlVlan } from './flow-matches.ts';
import { type HostContext, type LocalNetwork, type TunnelPort, localNetworks } from './host-context.ts';
import { BR_TUN } from './pipeline.ts';
import { stageOf } from './stage.ts';

/** A network of the host that travels in tunnels. */
export interface LocalOverlay extends LocalNetwork {
  readonly type: OverlayType;
  readonly vni: number;
}

/** The host's networks that travel in tunnels. */
export function localOverlays(context: HostContext): readonly LocalOverlay[] {
  return localNetworks(context).flatMap((local) => {
    const { segment } = local.network;
    return segment.kind === 'overlay' ? [{ ...local, type: segment.type, vni: segment.vni }] : [];
  });
}

const fromFlood = stageOf('br-tun/flood', 'br_tun.py install_flood_to_tun');

/**
 * The flood entry of a network towards some tunnels; none when there is no tunnel:
 * table=22,priority=1,dl_vlan=7 actions=pop_vlan,set_field:0x3e9->tun_id,output:2,output:3
 */
export function floodFlows({ network, vlan, vni }: LocalOverlay, tunnels: readonly TunnelPort[]): readonly Flow[] {
  if (tunnels.length === 0) return [];
  const copies = tunnels
    .map(({ ofport }) => ofport)
    .sort((a, b) => a - b)
    .map(output);
  return [
    createFlow(BR_TUN.flood, {
      priority: 1,
      match: [dlVlan(vlan)],
      actions: [POP_VLAN, setTunnelId(vni), ...copies],
      origin: fromFlood(network.id),
    }),
  ];
}
