import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { placeOf } from '#core/model';
import { isHostAddress, printAddress, printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { type PinnedAddress, pinnedAddresses } from './pinned-addresses.ts';

/** OST2011 outside the subnets, OST2012 network or broadcast address. What the gateway implies is the gateway's own finding. */
export const checkPinnedAddresses: Rule = (relations) =>
  compact(
    pinnedAddresses(relations)
      .filter(({ by }) => by !== 'implied')
      .map((pinned) => (pinned.subnet ? notAHost(pinned) : outside(pinned))),
  );

function outside({ element, address, subnets, by, place }: PinnedAddress): Finding {
  const text = printAddress(address);
  const where = subnets.map(({ prefix }) => printPrefix(prefix)).join(', ');
  const message =
    subnets.length === 0
      ? `${describeElement(element)} asks for ${text}, but its network has no subnet to take it from. Give the network a subnet or remove the address.`
      : `${describeElement(element)} asks for ${text}, which lies outside ${where}: its neighbours would look for it elsewhere. Take an address of the subnet${by === 'floating' ? '' : '; until then a free one is planned'}.`;
  const related = subnets.map((subnet) => ({ message: `the subnet is ${printPrefix(subnet.prefix)}`, place: placeOf(subnet, 'cidr') }));
  return createFinding('OST2011', { message, place, related, element: element.id, data: { address: text } });
}

function notAHost({ element, address, subnet, by, place }: PinnedAddress): Finding | undefined {
  if (!subnet || isHostAddress(subnet.prefix, address)) return undefined;
  if (address.version === 6 && by === 'router') return undefined; // the subnet-router anycast address
  const which = address.value === subnet.prefix.address.value ? 'network' : 'broadcast';
  const message = `${describeElement(element)} asks for ${printAddress(address)}, the ${which} address of ${printPrefix(subnet.prefix)}: packets to it go to everyone or no one. Take an address between the two ends.`;
  return createFinding('OST2012', { message, place, element: element.id, data: { address: printAddress(address) } });
}
