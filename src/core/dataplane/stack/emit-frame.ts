import type { Flight } from '../event.ts';
import type { Network } from '../network.ts';
import { capture, forward, record } from '../record.ts';
import { type Stack, type StackDevice, sceneOf } from './stack.ts';

/** Puts a finished frame on a device; `detail` says in words why. */
export function emitFrame(network: Network, flight: Flight, stack: Stack, device: StackDevice, detail: string): void {
  const sent = record(network, flight, sceneOf(stack, device), { kind: 'send', outDevice: device.name, detail });
  if (device.captureDevice !== undefined) capture(network, sent, stack.host, device.captureDevice);
  forward(network, sent, device.attachment);
}
