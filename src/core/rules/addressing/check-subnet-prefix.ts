import { type Finding, createFinding } from '#core/diagnostics';
import { type Subnet, placeOf } from '#core/model';
import { type Prefix, addressRange, hasHostBits, parseInterfaceAddress, prefixOf, prefixesOverlap, printPrefix } from '#core/net';
import { compact, known } from '#core/base';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST2001 host bits, OST2016 too long for DHCP, OST2017 everything, OST2018 ranges no guest can use (neutron-dataplane 9.3). */
export const checkSubnetPrefix: Rule = ({ topology }) => [
  ...underlayHostBits(topology.fabric),
  ...topology.subnets.flatMap((subnet) => compact([hostBits(subnet), everything(subnet) ?? unusable(subnet) ?? tooLongForDhcp(subnet)])),
];

function underlayHostBits(fabric: Parameters<Rule>[0]['topology']['fabric']): readonly Finding[] {
  if (!fabric.underlay || !hasHostBits(fabric.underlay.written)) return [];
  const { written, prefix } = fabric.underlay;
  const message = `the underlay \`${printPrefix(written)}\` has bits beyond its prefix length: it counts as ${printPrefix(prefix)}. Write \`${printPrefix(prefix)}\`.`;
  return [
    createFinding('OST2001', { message, place: placeOf(fabric, 'underlay'), element: fabric.id, data: { cidr: printPrefix(prefix) } }),
  ];
}

function hostBits(subnet: Subnet): Finding | undefined {
  if (!hasHostBits(subnet.written)) return undefined;
  const cidr = printPrefix(prefixOf(subnet.written));
  const message = `\`${printPrefix(subnet.written)}\` has bits beyond its prefix length: Neutron stores ${cidr}, which may be more than was meant. Write \`${cidr}\`, or the prefix length that fits.`;
  return createFinding('OST2001', { message, place: placeOf(subnet, 'cidr'), element: subnet.id, data: { cidr } });
}

function everything(subnet: Subnet): Finding | undefined {
  if (subnet.prefix.length > 0) return undefined;
  const message = `${describeElement(subnet)} covers every address there is, so nothing would ever be routed out of it and Neutron refuses it. Write the prefix length of the subnet, such as 24.`;
  return createFinding('OST2017', { message, place: placeOf(subnet, 'cidr'), element: subnet.id });
}

/** Multicast, loopback and "this network" (RFC 6890); an IPv6 subnet at `::`. */
const UNUSABLE: readonly { readonly prefix: Prefix; readonly name: string }[] = [
  { prefix: prefix('0.0.0.0/8'), name: 'the "this network" range 0.0.0.0/8' },
  { prefix: prefix('127.0.0.0/8'), name: 'the loopback range 127.0.0.0/8' },
  { prefix: prefix('224.0.0.0/4'), name: 'the multicast range 224.0.0.0/4' },
  { prefix: prefix('240.0.0.0/4'), name: 'the reserved range 240.0.0.0/4' },
  { prefix: prefix('::/128'), name: 'the unspecified address ::' },
  { prefix: prefix('::1/128'), name: 'the loopback address ::1' },
  { prefix: prefix('ff00::/8'), name: 'the multicast range ff00::/8' },
];

function prefix(text: string): Prefix {
  return prefixOf(known(parseInterfaceAddress(text), text));
}

function unusable(subnet: Subnet): Finding | undefined {
  const range = UNUSABLE.find((reserved) => prefixesOverlap(reserved.prefix, subnet.prefix));
  if (!range) return undefined;
  const message = `${describeElement(subnet)} (${printPrefix(subnet.prefix)}) meets ${range.name}: guests and routers drop unicast packets with such addresses. Take a range such as 10.0.0.0/24 or fd00:1::/64.`;
  return createFinding('OST2018', {
    message,
    place: placeOf(subnet, 'cidr'),
    element: subnet.id,
    data: { range: addressRange(subnet.prefix.address) },
  });
}

function tooLongForDhcp(subnet: Subnet): Finding | undefined {
  const longest = subnet.prefix.address.version === 4 ? 30 : 126;
  if (!subnet.dhcp.enabled || subnet.prefix.length <= longest) return undefined;
  const message = `${describeElement(subnet)} (${printPrefix(subnet.prefix)}) has DHCP on but no room for a gateway, the DHCP service and a guest: Neutron refuses DHCP beyond /${String(longest)}. Take a shorter prefix or write \`dhcp off\`.`;
  return createFinding('OST2016', { message, place: placeOf(subnet, 'cidr'), element: subnet.id, data: { longest } });
}
