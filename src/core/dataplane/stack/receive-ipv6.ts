import { printAddress } from '#core/net';
import { ICMPV6, type Packet } from '#core/packet';
import type { Flight } from '../event.ts';
import { beginPassage, passHook } from '../netfilter/pass-hook.ts';
import type { Network } from '../network.ts';
import { end, lose } from '../record.ts';
import { deliverLocally } from './deliver-locally.ts';
import { forwardPacket } from './forward-packet.ts';
import { destinationOf } from './ip-packet.ts';
import { isGroup, isLinkLocal, isMember } from './ipv6-groups.ts';
import { receiveNeighbourDiscovery } from './neighbour-discovery.ts';
import { receiveRouterAdvertisement, receiveRouterSolicitation } from './router-advertisement.ts';
import { DISCOVERY_HOP_LIMIT } from './solicitation.ts';
import { type Stack, type StackDevice, deviceWithAddress, sceneOf } from './stack.ts';

/** An IPv6 packet comes in: for a group or an address of the stack it is delivered, neighbour discovery above all; a router passes the rest on. */
export function receiveIpv6(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const scene = sceneOf(stack, device);
  const destination = destinationOf(flight.packet);
  if (!destination) return end(network, flight, scene, { kind: 'not-modelled', feature: 'IPv6 extension headers' });
  const isOwn = isGroup(destination) ? isMember(stack, device, destination) : deviceWithAddress(stack, destination) !== undefined;
  const receiveDiscovery = isOwn ? discoveryReceiver(flight.packet) : undefined;
  if (receiveDiscovery) return receiveDiscovery(network, flight, stack, device);
  const passed = passHook(network, flight, scene, beginPassage(stack.filter, { inDevice: device.name }), 'PREROUTING');
  if (!passed) return;
  if (isOwn) {
    const local = passHook(network, passed.flight, scene, passed.passage, 'INPUT');
    if (local) deliverLocally(network, local.flight, stack, device);
    return;
  }
  if (!isGroup(destination) && !isLinkLocal(destination) && stack.forwards6) {
    return forwardPacket(network, passed.flight, stack, device, passed.passage);
  }
  const why = isGroup(destination) ? 'has not asked for packets to' : 'forwards nothing and has no address';
  lose(network, passed.flight, scene, 'not-for-me', `${stack.name} ${why} ${printAddress(destination)}`);
}

/** Neighbour discovery counts only from the link itself, with a hop limit no router has touched (RFC 4861 section 7.1). Netfilter lets it pass and is not asked. */
function discoveryReceiver({ headers }: Packet): typeof receiveNeighbourDiscovery | undefined {
  if (headers.ip_ttl !== BigInt(DISCOVERY_HOP_LIMIT)) return undefined;
  switch (headers.icmpv6_type) {
    case ICMPV6.neighborSolicitation:
    case ICMPV6.neighborAdvertisement:
      return receiveNeighbourDiscovery;
    case ICMPV6.routerSolicitation:
      return receiveRouterSolicitation;
    case ICMPV6.routerAdvertisement:
      return receiveRouterAdvertisement;
    default:
      return undefined;
  }
}
