import { type OverlayType, USUAL_TUNNEL_PORTS } from '#core/model';
import { IP_PROTOCOL } from '#core/packet';
import type { PlannedFabric } from './deployment.ts';

/** What tells the tunnel packets of a fabric from others. */
export type TunnelSettings = Pick<PlannedFabric, 'overlay' | 'overlayUdpPort'>;

const TYPES: readonly OverlayType[] = ['vxlan', 'geneve', 'gre'];

/** UDP destination port of a type's tunnels: the fabric's own for its type, the usual one for that of a network with another; 0 for GRE, which has none. */
export function tunnelUdpPort({ overlay, overlayUdpPort }: TunnelSettings, type: OverlayType): number {
  if (type === overlay) return overlayUdpPort;
  return type === 'gre' ? 0 : USUAL_TUNNEL_PORTS[type];
}

/** The type of the tunnel that an IP packet is of, by its protocol and UDP destination port; `undefined` for any other packet. */
export function tunnelTypeOf(
  fabric: TunnelSettings,
  { ip_proto, udp_dst }: { readonly ip_proto?: bigint; readonly udp_dst?: bigint },
): OverlayType | undefined {
  return TYPES.find((type) => (type === 'gre' ? ip_proto === IP_PROTOCOL.gre : udp_dst === BigInt(tunnelUdpPort(fabric, type))));
}
