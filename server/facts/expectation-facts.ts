import { elementKind, qualifiedName } from '#core/base';
import type { Endpoint, Expectation } from '#core/model';
import { printAddress } from '#core/net';
import type { Deployment } from '#core/plan';
import { printPacket } from '#language';
import type { Facts } from './facts.ts';
import { printAddresses } from './port-facts.ts';

/** What an expectation says, with the addresses its ends have. */
export function expectationFacts(deployment: Deployment, { label, name, from, to, never, packet, via }: Expectation): Facts {
  return {
    heading: `expectation ${label ?? name}`,
    rows: [
      ['from', printEnd(deployment, from)],
      [never ? 'must never reach' : 'must reach', printEnd(deployment, to)],
      ['with', packet ? printPacket(packet) : never ? 'any packet' : 'icmp, and back'],
      ...(via === undefined ? [] : [['by way of', `${elementKind(via)} ${qualifiedName(via)}`] as const]),
    ],
  };
}

function printEnd({ ports }: Deployment, end: Endpoint): string {
  if (end.kind === 'internet') return 'the internet';
  if (end.kind === 'address') return printAddress(end.address);
  const own = ports.filter(({ id, device }) => id === end.id || device === end.id);
  return [`${end.kind} ${qualifiedName(end.id)}`, ...own.map(printAddresses)].join('\n');
}
