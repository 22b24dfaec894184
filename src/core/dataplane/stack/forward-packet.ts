import { printAddress } from '#core/net';
import { ipLength, withHeaders } from '#core/packet';
import type { Flight } from '../event.ts';
import { type Passage, passHook } from '../netfilter/pass-hook.ts';
import type { Network } from '../network.ts';
import { drop, end, record } from '../record.ts';
import { findRoute } from './find-route.ts';
import { sendIcmpError } from './icmp-error.ts';
import { destinationOf, sourceOf } from './ip-packet.ts';
import { sendToNextHop } from './resolve.ts';
import { fragmentation } from './send-packet.ts';
import { type Stack, type StackDevice, sceneOf } from './stack.ts';

/** Routes a packet onward as Linux does: route, time to live, MTU, FORWARD, POSTROUTING, then the next link (RFC 1812 section 5.2, RFC 8200). */
export function forwardPacket(network: Network, flight: Flight, stack: Stack, inDevice: StackDevice, passage: Passage): void {
  const { ip_ttl = 0n } = flight.packet.headers;
  const scene = sceneOf(stack, inDevice);
  const destination = destinationOf(flight.packet);
  if (!destination) return end(network, flight, scene, { kind: 'not-modelled', feature: 'a packet without an IP destination' });
  const route = findRoute(stack, destination, { source: sourceOf(flight.packet), inDevice: inDevice.name });
  if (!route) {
    drop(network, flight, scene, 'no-route', `${stack.name} has no route to ${printAddress(destination)}`);
    return sendIcmpError(network, flight, stack, { kind: 'net-unreachable' });
  }
  if (ip_ttl <= 1n) {
    drop(network, flight, scene, 'ttl-expired', `the time to live ran out at ${stack.name}`);
    return sendIcmpError(network, flight, stack, { kind: 'time-exceeded' });
  }
  const length = ipLength(flight.packet) ?? 0;
  const { mtuBytes, name } = route.device;
  if (length > mtuBytes && (destination.version === 6 || flight.packet.body.dontFragment)) {
    const why = destination.version === 6 ? 'no router fragments IPv6' : 'it must not be fragmented';
    drop(network, flight, scene, 'path-mtu', `${name} has MTU ${String(mtuBytes)}, the packet ${String(length)} bytes, and ${why}`);
    return sendIcmpError(network, flight, stack, { kind: 'fragmentation-needed', mtuBytes });
  }
  if (length > mtuBytes)
    return end(network, flight, scene, { kind: 'not-modelled', feature: fragmentation(length, mtuBytes, `${name} of ${stack.name}`) });
  const aged = withHeaders(flight.packet, { ip_ttl: ip_ttl - 1n });
  const detail = { kind: 'route', route: route.text, nextHop: route.nextHop, outDevice: name } as const;
  const routed = record(network, { ...flight, hops: 0 }, sceneOf(stack, route.device), detail, aged);
  const passed = passForwardHooks(network, routed, stack, route.device, { ...passage, outDevice: name });
  if (passed) sendToNextHop(network, passed, stack, route.device, route.nextHop);
}

function passForwardHooks(network: Network, flight: Flight, stack: Stack, outDevice: StackDevice, passage: Passage): Flight | undefined {
  const scene = sceneOf(stack, outDevice);
  const filtered = passHook(network, flight, scene, passage, 'FORWARD');
  return filtered && passHook(network, filtered.flight, scene, filtered.passage, 'POSTROUTING')?.flight;
}
