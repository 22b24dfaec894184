import { type Network, deviceWithAddress, findRoute } from '#core/dataplane';
import { type Packet, withHeaders } from '#core/packet';
import type { Ends } from './choose-ends.ts';

/** Gives a packet that skips its sender's stack the MACs that stack would have found; `undefined` when nobody on the network has the next hop's address. */
export function addressFrame(network: Network, { sender, destination }: Ends, packet: Packet): Packet | undefined {
  const nextHop = findRoute(sender.stack, destination)?.nextHop;
  const link = sender.device.network;
  for (const stack of network.stacks.values()) {
    const device = nextHop && deviceWithAddress(stack, nextHop);
    if (device && device.network === link) return withHeaders(packet, { eth_src: sender.device.mac, eth_dst: device.mac });
  }
  return undefined;
}
