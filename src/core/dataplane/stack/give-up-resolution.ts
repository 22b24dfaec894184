import { known } from '#core/base';
import { type IpAddress, printAddress } from '#core/net';
import type { Network } from '../network.ts';
import { lose } from '../record.ts';
import { sendIcmpError } from './icmp-error.ts';
import { type Stack, neighbourKey, sceneOf } from './stack.ts';

/** Drops what still waits for a neighbour that did not answer; a router tells the senders (ICMP host unreachable, RFC 1812 section 5.2.7.1). */
export function giveUpResolution(network: Network, stack: Stack, deviceName: string, address: IpAddress): void {
  const device = known(
    stack.devices.find(({ name }) => name === deviceName),
    `a device ${deviceName} in ${stack.key}`,
  );
  const key = neighbourKey(device, address);
  const waiting = stack.waiting.get(key) ?? [];
  stack.waiting.delete(key);
  for (const flight of waiting) {
    lose(
      network,
      flight,
      sceneOf(stack, device),
      'arp-unanswered',
      `nobody answered ARP for ${printAddress(address)} on ${device.name} of ${stack.name}`,
    );
    if (stack.forwards) sendIcmpError(network, flight, stack, { kind: 'host-unreachable' });
  }
}
