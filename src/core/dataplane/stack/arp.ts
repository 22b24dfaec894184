import { type IpAddress, createAddress, createMac, printAddress, printMac } from '#core/net';
import { createArpReply } from '#core/packet';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { end, lose } from '../record.ts';
import { emitFrame } from './emit-frame.ts';
import { findRoute } from './find-route.ts';
import { learnNeighbour } from './resolve.ts';
import { type Stack, type StackDevice, deviceWithAddress, neighbourKey, sceneOf } from './stack.ts';

/** Answers ARP questions for the stack's own addresses and learns from questions to it and answers (RFC 826; `arp_ignore` of Linux's ip-sysctl). */
export function receiveArp(network: Network, flight: Flight, stack: Stack, device: StackDevice): void {
  const { arp_op, arp_tpa = 0n, arp_spa = 0n, arp_sha = 0n } = flight.packet.headers;
  const scene = sceneOf(stack, device);
  const target = createAddress(4, arp_tpa);
  const sender = createAddress(4, arp_spa);
  const owner = deviceWithAddress(stack, target);
  const isOwn = stack.arpIgnore === 1 ? owner === device : owner !== undefined;
  const isAnswered = isOwn || (arp_op === 1n && answersFor(stack, device, target));
  if (!isAnswered) {
    updateKnownNeighbour(stack, device, flight);
    return lose(network, flight, scene, 'not-for-me', `${stack.name} has no address ${printAddress(target)}`);
  }
  const detail =
    arp_op === 1n
      ? `is asked for ${printAddress(target)}, which it ${isOwn ? 'has' : 'has a route to'}`
      : `learns that ${printAddress(sender)} is at ${printMac(arp_sha)}`;
  end(network, flight, scene, { kind: 'deliver', inDevice: device.name, detail });
  learnNeighbour(network, stack, device, sender, createMac(arp_sha));
  if (arp_op !== 1n) return;
  const answer = {
    message: beginMessage(network, 'resolution', flight.message),
    trail: undefined,
    packet: createArpReply(flight.packet, device.mac),
  };
  emitFrame(network, answer, stack, device, `answers that ${printAddress(target)} is at ${printMac(device.mac)}`);
}

/** Linux's `proxy_arp`: where the route leads out of another device. */
function answersFor(stack: Stack, device: StackDevice, target: IpAddress): boolean {
  const route = stack.proxyArp.has(device.name) ? findRoute(stack, target) : undefined;
  return route !== undefined && route.device !== device;
}

/** A question between others changes an entry that exists, and makes none. */
function updateKnownNeighbour(stack: Stack, device: StackDevice, { packet: { headers } }: Flight): void {
  const key = neighbourKey(device, createAddress(4, headers.arp_spa ?? 0n));
  if (stack.neighbours.has(key) && !stack.permanentNeighbours.has(key)) stack.neighbours.set(key, createMac(headers.arp_sha ?? 0n));
}
