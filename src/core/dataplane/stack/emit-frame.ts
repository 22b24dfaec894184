import type { Flight } from '../event.ts';
import type { Network } from '../network.ts';
import { capture, forward, record } from '../record.ts';
import { withVlan } from '../vlan-tag.ts';
import { type Stack, type StackDevice, sceneOf } from './stack.ts';

/** Puts a finished frame on a device; `detail` says in words why. */
export function emitFrame(network: Network, flight: Flight, stack: Stack, device: StackDevice, detail: string): void {
  const sent = record(network, flight, sceneOf(stack, device), { kind: 'send', outDevice: device.name, detail });
  const framed = device.vlan === undefined ? sent : { ...sent, packet: withVlan(sent.packet, device.vlan) };
  if (device.captureDevice !== undefined) capture(network, framed, stack.host, device.captureDevice);
  forward(network, framed, device.attachment);
}
