import { createAddress, sameAddress } from '#core/net';
import type { Flight } from './event.ts';
import { type Network, hostOf } from './network.ts';
import { end, lose } from './record.ts';
import { isTunnelPacket, takeOutOfTunnel, underlayMac } from './underlay.ts';

/** A frame at the LOCAL port of a bridge: tunnel packets for this host are opened, anything else is for the host's own network stack, which is not emulated. */
export function enterHost(network: Network, flight: Flight, hostName: string, bridge: string): void {
  const host = hostOf(network, hostName);
  const { plan } = host.compiled;
  const scene = { host: hostName, device: bridge, element: plan.id };
  const { ip_dst, eth_dst } = flight.packet.headers;
  const tunnel = plan.tunnel?.bridge === bridge ? plan.tunnel : undefined;
  const isForTunnel = tunnel && ip_dst !== undefined && sameAddress(tunnel.address.address, createAddress(4, ip_dst));
  if (isForTunnel && isTunnelPacket(network, flight)) return takeOutOfTunnel(network, flight, host);
  const ownMac = tunnel && underlayMac(tunnel.address.address);
  if (eth_dst !== ownMac)
    return lose(network, flight, scene, 'not-for-me', `a copy for the host's own network stack, which did not ask for it`);
  end(network, flight, scene, { kind: 'not-modelled', feature: `the network stack of ${hostName} itself` });
}
