import { known } from '#core/base';
import { type IpAddress, printAddress } from '#core/net';
import type { Network } from '../network.ts';
import { lose } from '../record.ts';
import { sendIcmpError } from './icmp-error.ts';
import { type Stack, neighbourKey, sceneOf } from './stack.ts';

/** Drops what still waits for a neighbour that did not answer; a router tells the senders (ICMP host unreachable, RFC 1812 section 5.2.7.1; address unreachable, RFC 4443 section 3.1). */
export function giveUpResolution(network: Network, stack: Stack, deviceName: string, address: IpAddress): void {
  const device = known(
    stack.devices.find(({ name }) => name === deviceName),
    `a device ${deviceName} in ${stack.key}`,
  );
  const key = neighbourKey(device, address);
  const waiting = stack.waiting.get(key) ?? [];
  stack.waiting.delete(key);
  for (const flight of waiting) {
    const [code, question] = address.version === 4 ? ['arp-unanswered', 'ARP'] : ['nd-unanswered', 'neighbour discovery'];
    lose(
      network,
      flight,
      sceneOf(stack, device),
      code,
      `nobody answered ${question} for ${printAddress(address)} on ${device.name} of ${stack.name}`,
    );
    if (address.version === 4 ? stack.forwards : stack.forwards6) sendIcmpError(network, flight, stack, { kind: 'host-unreachable' });
  }
}
