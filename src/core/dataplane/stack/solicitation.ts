import type { IpAddress } from '#core/net';
import { ICMPV6, IP_PROTOCOL, type Packet, createIpPacket } from '#core/packet';
import { sourceOf } from './ip-packet.ts';
import { UNSPECIFIED, groupMac, isLinkLocal, solicitedNodeAddress } from './ipv6-groups.ts';
import { type StackDevice, hasAddress } from './stack.ts';

/** Hop limit of neighbour discovery: a router would have made it less (RFC 4861 section 3.1). */
export const DISCOVERY_HOP_LIMIT = 255;

/**
 * A question for a neighbour, to the group of its address. It comes from the address of the packet that waits, where that is the device's own, else from the
 * link-local one (net/ipv6/ndisc.c `ndisc_solicit`).
 */
export function createSolicitation(device: StackDevice, target: IpAddress, waiting: Packet): Packet {
  const wanted = sourceOf(waiting);
  const own = wanted && hasAddress(device, wanted) ? wanted : device.addresses.find(({ address }) => isLinkLocal(address))?.address;
  const group = solicitedNodeAddress(target);
  const ends = {
    sourceMac: device.mac,
    destinationMac: groupMac(group),
    source: own ?? UNSPECIFIED,
    destination: group,
    ttl: DISCOVERY_HOP_LIMIT,
  };
  const headers = { icmpv6_type: ICMPV6.neighborSolicitation, icmpv6_code: 0n, nd_target: target.value, nd_sll: device.mac };
  return createIpPacket(ends, IP_PROTOCOL.icmpv6, headers);
}
