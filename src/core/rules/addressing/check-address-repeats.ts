import { type Finding, createFinding } from '#core/diagnostics';
import { gatewayOf, placeOf } from '#core/model';
import { printAddress, sameAddress } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { type Repeat, findRepeats } from '../find-repeats.ts';
import { onBothPlaces } from '../on-both-places.ts';
import type { Rule } from '../rule.ts';
import { type PinnedAddress, pinnedAddresses } from './pinned-addresses.ts';

/** OST2013 an address twice in one subnet; at the gateway's address that no router of the model holds: OST2014 a guest, OST2024 a router's gateway or a floating address. */
export const checkAddressRepeats: Rule = (relations) => {
  const inSubnets = pinnedAddresses(relations).filter((pinned) => pinned.subnet);
  const keyOf = ({ subnet, address }: PinnedAddress) => `${subnet?.id ?? ''} ${String(address.value)}`;
  const held = new Set(inSubnets.filter(({ by }) => by === 'router' || by === 'implied').map(keyOf));
  const atGateway = inSubnets.filter(
    (pinned) => pinned.by !== 'router' && pinned.by !== 'implied' && !held.has(keyOf(pinned)) && isGateway(pinned),
  );
  return [...onBothPlaces(findRepeats(inSubnets, keyOf).map(repeatFinding)), ...atGateway.map(gatewayFinding)];
};

function isGateway({ subnet, address }: PinnedAddress): boolean {
  const gateway = subnet && gatewayOf(subnet);
  return gateway !== undefined && sameAddress(gateway, address);
}

function repeatFinding({ first, repeat }: Repeat<PinnedAddress>): Finding {
  const text = printAddress(repeat.address);
  const implied = repeat.by === 'implied' ? ` (the gateway of the subnet, as it writes no \`ip\`)` : '';
  const message = `${describeElement(repeat.element)} takes ${text}${implied}, which ${describeElement(first.element)} already has: both would answer ARP for it and steal each other's packets. Give one of them another address.`;
  return createFinding('OST2013', {
    message,
    place: repeat.place,
    related: [{ message: `${text} is first taken here`, place: first.place }],
    element: repeat.element.id,
    data: { address: text, other: first.element.id },
  });
}

function gatewayFinding({ element, address, subnet, by, place }: PinnedAddress): Finding {
  const text = printAddress(address);
  const outside = by === 'gateway' || by === 'floating';
  const message = outside
    ? `${describeElement(element)} takes ${text}, the gateway of the external subnet: the world's own router has it, and Neutron refuses it. Take another address of the subnet.`
    : `${describeElement(element)} takes ${text}, the gateway of its subnet, which no router holds: right only if this guest routes for the others. Otherwise take another address or write another \`gateway\`.`;
  const related = subnet ? [{ message: `the gateway is ${text}`, place: placeOf(subnet, 'gateway') }] : [];
  return createFinding(outside ? 'OST2024' : 'OST2014', { message, place, related, element: element.id, data: { address: text } });
}
