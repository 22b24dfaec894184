import { type Finding, createFinding } from '#core/diagnostics';
import { type Fabric, type Subnet, placeOf } from '#core/model';
import { addressRange, hasHostBits, prefixOf, printPrefix } from '#core/net';
import { compact } from '#core/base';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';
import { unusableRange } from './unusable-range.ts';

/** OST2001 host bits, OST2016 too long for DHCP, OST2017 everything, OST2018 ranges no guest can use (neutron-dataplane 9.3), OST2050 nor any host. */
export const checkSubnetPrefix: Rule = ({ topology }) => [
  ...underlayHostBits(topology.fabric),
  ...unusableUnderlay(topology.fabric),
  ...topology.subnets.flatMap((subnet) => compact([hostBits(subnet), everything(subnet) ?? unusable(subnet) ?? tooLongForDhcp(subnet)])),
];

function underlayHostBits(fabric: Fabric): readonly Finding[] {
  if (!fabric.underlay || !hasHostBits(fabric.underlay.written)) return [];
  const { written, prefix } = fabric.underlay;
  const message = `the underlay \`${printPrefix(written)}\` has bits beyond its prefix length: it counts as ${printPrefix(prefix)}. Write \`${printPrefix(prefix)}\`.`;
  return [
    createFinding('OST2001', { message, place: placeOf(fabric, 'underlay'), element: fabric.id, data: { cidr: printPrefix(prefix) } }),
  ];
}

function unusableUnderlay(fabric: Fabric): readonly Finding[] {
  const range = fabric.underlay && unusableRange(fabric.underlay.prefix);
  if (!fabric.underlay || !range) return [];
  const message = `the underlay ${printPrefix(fabric.underlay.prefix)} meets ${range.name}: no host can have such a tunnel address, so no tunnel carries anything. Take the range the hosts are really joined by, such as 192.168.255.0/24.`;
  return [createFinding('OST2050', { message, place: placeOf(fabric, 'underlay'), element: fabric.id })];
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

function unusable(subnet: Subnet): Finding | undefined {
  const range = unusableRange(subnet.prefix);
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
