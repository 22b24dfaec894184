import { type IpAddress, createAddress, createMac, printAddress, printMac } from '#core/net';
import { ICMPV6, IP_PROTOCOL, type Packet, createIpPacket } from '#core/packet';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { end, lose } from '../record.ts';
import { emitFrame } from './emit-frame.ts';
import { sourceOf } from './ip-packet.ts';
import { ALL_NODES, UNSPECIFIED, groupMac } from './ipv6-groups.ts';
import { learnNeighbour } from './resolve.ts';
import { DISCOVERY_HOP_LIMIT } from './solicitation.ts';
import { type Stack, type StackDevice, hasAddress, sceneOf } from './stack.ts';

/** Answers questions for a device's own addresses, and learns from questions and answers (RFC 4861 section 7.2). */
export function receiveNeighbourDiscovery(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const { icmpv6_type, nd_target = 0n } = flight.packet.headers;
  const target = createAddress(6, nd_target);
  return icmpv6_type === ICMPV6.neighborSolicitation
    ? receiveSolicitation(network, flight, stack, device, target)
    : receiveAdvertisement(network, flight, stack, device, target);
}

function receiveSolicitation(network: Network, flight: Flight, stack: Stack, device: StackDevice, target: IpAddress): void {
  const scene = sceneOf(stack, device);
  if (!hasAddress(device, target)) {
    return lose(network, flight, scene, 'not-for-me', `${stack.name} has no address ${printAddress(target)} on ${device.name}`);
  }
  end(network, flight, scene, { kind: 'deliver', inDevice: device.name, detail: `is asked for ${printAddress(target)}, which it has` });
  const asker = sourceOf(flight.packet) ?? UNSPECIFIED;
  const isProbe = asker.value === UNSPECIFIED.value;
  const { nd_sll } = flight.packet.headers;
  if (nd_sll !== undefined && !isProbe) learnNeighbour(network, stack, device, asker, createMac(nd_sll));
  const packet = createAdvertisement(
    stack,
    device,
    target,
    isProbe ? undefined : { address: asker, mac: flight.packet.headers.eth_src ?? 0n },
  );
  const answer = { message: beginMessage(network, 'resolution', flight.message), trail: undefined, packet };
  emitFrame(network, answer, stack, device, `answers that ${printAddress(target)} is at ${printMac(device.mac)}`);
}

function receiveAdvertisement(network: Network, flight: Flight, stack: Stack, device: StackDevice, target: IpAddress): void {
  const { nd_tll, eth_src = 0n } = flight.packet.headers;
  const mac = createMac(nd_tll ?? eth_src);
  const detail = `learns that ${printAddress(target)} is at ${printMac(mac)}`;
  end(network, flight, sceneOf(stack, device), { kind: 'deliver', inDevice: device.name, detail });
  learnNeighbour(network, stack, device, target, mac);
}

/** Flags of an advertisement, in the first of the four bytes after the checksum: the sender is a router, it was asked, what is known gives way. */
const FROM_ROUTER = 0x8000;
const SOLICITED = 0x4000;
const OVERRIDE = 0x2000;

/** To who asked; a question without a sender is answered to all. */
function createAdvertisement(
  stack: Stack,
  device: StackDevice,
  target: IpAddress,
  asker: { readonly address: IpAddress; readonly mac: bigint } | undefined,
): Packet {
  const ends = {
    sourceMac: device.mac,
    destinationMac: asker ? createMac(asker.mac) : groupMac(ALL_NODES),
    source: target,
    destination: asker?.address ?? ALL_NODES,
    ttl: DISCOVERY_HOP_LIMIT,
  };
  const headers = { icmpv6_type: ICMPV6.neighborAdvertisement, icmpv6_code: 0n, nd_target: target.value, nd_tll: device.mac };
  const flags = OVERRIDE | (asker ? SOLICITED : 0) | (stack.forwards6 ? FROM_ROUTER : 0);
  return createIpPacket(ends, IP_PROTOCOL.icmpv6, headers, { icmpIdentifier: flags });
}
