import { type IpAddress, printAddress, sameAddress } from '#core/net';
import { ipLength, withHeaders } from '#core/packet';
import type { Flight } from '../event.ts';
import { beginPassage, passHook } from '../netfilter/pass-hook.ts';
import type { Network } from '../network.ts';
import { drop, end, forward, lose, record } from '../record.ts';
import { findRoute } from './find-route.ts';
import { destinationOf, sourceOf } from './ip-packet.ts';
import { sendToNextHop } from './resolve.ts';
import { type Stack, type StackDevice, deviceWithAddress, sceneOf } from './stack.ts';

/** Sends an IP packet that a stack made itself: route, hooks OUTPUT and POSTROUTING, MTU, then the link. */
export function sendPacket(network: Network, flight: Flight, stack: Stack): void {
  const scene = sceneOf(stack);
  const destination = destinationOf(flight.packet);
  if (!destination) return end(network, flight, scene, { kind: 'not-modelled', feature: 'a packet without an IP destination' });
  const own = deviceWithAddress(stack, destination);
  if (own) return sendToItself(network, flight, stack, own, destination);
  const flow = { source: sourceOf(flight.packet) };
  const first = findRoute(stack, destination, flow);
  if (!first) return lose(network, flight, scene, 'no-route', `${stack.name} has no route to ${printAddress(destination)}`);
  const put = passHook(network, flight, scene, beginPassage(stack.filter, { outDevice: first.device.name }), 'OUTPUT');
  const translated = put && destinationOf(put.flight.packet);
  if (!translated) return;
  const route = sameAddress(translated, destination) ? first : findRoute(stack, translated, flow); // as ip_route_me_harder does
  if (!route) return lose(network, put.flight, scene, 'no-route', `${stack.name} has no route to ${printAddress(translated)}`);
  const passed = passHook(network, put.flight, scene, { ...put.passage, outDevice: route.device.name }, 'POSTROUTING');
  if (!passed) return;
  const now = passed.flight;
  const length = ipLength(now.packet) ?? 0;
  const { mtuBytes, name } = route.device;
  if (length > mtuBytes && now.packet.body.dontFragment) {
    return drop(
      network,
      now,
      scene,
      'own-mtu',
      `${name} of ${stack.name} has MTU ${String(mtuBytes)}, the packet ${String(length)} bytes, and it must not be fragmented`,
    );
  }
  if (length > mtuBytes)
    return end(network, now, scene, { kind: 'not-modelled', feature: fragmentation(length, mtuBytes, `${name} of ${stack.name}`) });
  sendToNextHop(network, now, stack, route.device, route.nextHop);
}

/** What is said where a packet would have to be cut up. */
export function fragmentation(length: number, mtuBytes: number, device: string): string {
  return `fragmentation of a packet of ${String(length)} bytes for MTU ${String(mtuBytes)} at ${device}`;
}

function sendToItself(network: Network, flight: Flight, stack: Stack, device: StackDevice, destination: IpAddress): void {
  const framed = withHeaders(flight.packet, { eth_src: device.mac, eth_dst: device.mac });
  const detail = { kind: 'send', outDevice: 'lo', detail: `${printAddress(destination)} is its own address` } as const;
  const sent = record(network, flight, sceneOf(stack, device), detail, framed);
  forward(network, sent, { kind: 'stack', stack: stack.key, device: device.name });
}
