import { type IpAddress, type MacAddress, printAddress, printMac, sameAddress } from '#core/net';
import { type Packet, createArpRequest, withHeaders } from '#core/packet';
import { known } from '#core/base';
import type { Flight } from '../event.ts';
import { schedule } from '../event-queue.ts';
import { type Network, beginMessage } from '../network.ts';
import { record } from '../record.ts';
import { emitFrame } from './emit-frame.ts';
import { destinationOf } from './ip-packet.ts';
import { createSolicitation } from './solicitation.ts';
import { type Stack, type StackDevice, neighbourKey, sceneOf } from './stack.ts';

/** Linux gives up after three questions a second apart (`mcast_solicit`); here one question stands for them. */
const RESOLUTION_TIMEOUT_MICROSECONDS = 3_000_000;

/** Gives a packet the MACs of its next link and sends it; while the next hop's MAC is not known it waits and a question goes out, by ARP or neighbour discovery. */
export function sendToNextHop(network: Network, flight: Flight, stack: Stack, device: StackDevice, nextHop: IpAddress): void {
  const mac = stack.neighbours.get(neighbourKey(device, nextHop));
  if (mac !== undefined) return emitTo(network, flight, stack, device, nextHop, mac);
  const waiting = record(network, flight, sceneOf(stack, device), { kind: 'resolve', nextHop, outDevice: device.name });
  const key = neighbourKey(device, nextHop);
  const queue = stack.waiting.get(key);
  if (queue) {
    queue.push(waiting);
    return;
  }
  stack.waiting.set(key, [waiting]);
  askFor(network, waiting, stack, device, nextHop);
}

function emitTo(network: Network, flight: Flight, stack: Stack, device: StackDevice, nextHop: IpAddress, mac: MacAddress): void {
  const destination = destinationOf(flight.packet);
  const isLast = destination !== undefined && sameAddress(destination, nextHop);
  const detail = `sends it ${isLast ? 'straight to' : 'by way of'} ${printAddress(nextHop)} (${printMac(mac)})`;
  const framed = withHeaders(flight.packet, { eth_src: device.mac, eth_dst: mac });
  emitFrame(network, { ...flight, packet: framed }, stack, device, detail);
}

function askFor(network: Network, waiting: Flight, stack: Stack, device: StackDevice, nextHop: IpAddress): void {
  const packet = nextHop.version === 4 ? createQuestion(device, nextHop) : createSolicitation(device, nextHop, waiting.packet);
  const message = beginMessage(network, 'resolution', waiting.message);
  emitFrame(network, { message, trail: undefined, packet }, stack, device, `asks who has ${printAddress(nextHop)}`);
  const timeMicroseconds = network.nowMicroseconds + RESOLUTION_TIMEOUT_MICROSECONDS;
  schedule(network.queue, { kind: 'resolution-timeout', timeMicroseconds, stack: stack.key, device: device.name, address: nextHop });
}

/** An ARP question carries the device's address on the next hop's link, as `arp_announce=2` has it. */
function createQuestion(device: StackDevice, nextHop: IpAddress): Packet {
  const source = known(
    device.addresses.find(({ address }) => address.version === 4),
    `an IPv4 address on ${device.name}`,
  );
  return createArpRequest({ mac: device.mac, address: source.address }, nextHop);
}

/** Enters a neighbour and sends what waited for it. */
export function learnNeighbour(network: Network, stack: Stack, device: StackDevice, address: IpAddress, mac: MacAddress): void {
  const key = neighbourKey(device, address);
  if (!stack.permanentNeighbours.has(key)) stack.neighbours.set(key, mac);
  const waiting = stack.waiting.get(key) ?? [];
  stack.waiting.delete(key);
  for (const flight of waiting) emitTo(network, flight, stack, device, address, mac);
}
