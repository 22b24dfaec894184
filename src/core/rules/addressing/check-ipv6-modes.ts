import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type Subnet, type VmPort, isAutoAddressed, placeOf } from '#core/model';
import { type IpAddress, eui64Address, prefixContains, printAddress, printPrefix, sameAddress } from '#core/net';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST2027 a mode on a subnet that is not IPv6 or has DHCP off, OST2028 SLAAC beside /64, OST2029 an address SLAAC does not give (neutron-dataplane 9.3, 9.4). */
export const checkIpv6Modes: Rule = (relations) => [
  ...compact(relations.topology.subnets.map((subnet) => misplaced(subnet) ?? wrongLength(subnet))),
  ...relations.topology.ports.flatMap((port) => portAddresses(relations, port)),
];

function misplaced(subnet: Subnet): Finding | undefined {
  if (subnet.ipv6Mode === undefined) return undefined;
  const isIpv6 = subnet.prefix.address.version === 6;
  if (isIpv6 && subnet.dhcp.enabled) return undefined;
  const why = isIpv6
    ? 'has `dhcp off`: nobody would answer what the router advertisements promise. Write `dhcp on`, or remove the mode'
    : 'is IPv4, which has no router advertisements. Remove the mode, or write it at an IPv6 subnet';
  return createFinding('OST2027', {
    message: `${describeElement(subnet)} has \`ipv6 ${subnet.ipv6Mode}\`, but it ${why}.`,
    place: placeOf(subnet, 'ipv6'),
    related: isIpv6
      ? [{ message: 'DHCP is off here', place: placeOf(subnet, 'dhcp') }]
      : [{ message: 'an IPv4 subnet', place: placeOf(subnet, 'cidr') }],
    element: subnet.id,
  });
}

function wrongLength(subnet: Subnet): Finding | undefined {
  if (!isAutoAddressed(subnet) || subnet.prefix.length === 64) return undefined;
  const message = `${describeElement(subnet)} (${printPrefix(subnet.prefix)}) has \`ipv6 ${subnet.ipv6Mode ?? ''}\`: guests make 64 bits of their addresses themselves (RFC 4862), so the prefix has to be the other 64. Write a /64, or \`ipv6 dhcpv6-stateful\`.`;
  return createFinding('OST2028', {
    message,
    place: placeOf(subnet, 'cidr'),
    related: [{ message: 'the mode', place: placeOf(subnet, 'ipv6') }],
    element: subnet.id,
    data: { length: subnet.prefix.length },
  });
}

function portAddresses({ subnetsOf }: Relations, port: VmPort): readonly Finding[] {
  if (!port.addresses.some(({ version }) => version === 6)) return [];
  const automatic = subnetsOf(port.network).filter((subnet) => isAutoAddressed(subnet) && subnet.prefix.length === 64);
  return port.addresses.flatMap((address) => {
    const subnet = automatic.find(({ prefix }) => prefixContains(prefix, address));
    if (!subnet) return [];
    const given = port.mac === undefined ? undefined : eui64Address(subnet.prefix, port.mac);
    return given && sameAddress(given, address) ? [] : [notAutomatic(port, address, subnet, given)];
  });
}

function notAutomatic(port: VmPort, address: IpAddress, subnet: Subnet, given: IpAddress | undefined): Finding {
  const cure = given ? `Write ${printAddress(given)}, which its MAC gives` : 'Pin the `mac` it comes from too';
  const message = `${describeElement(port)} asks for ${printAddress(address)}, but guests of ${describeElement(subnet)} make their address from their MAC (\`ipv6 ${subnet.ipv6Mode ?? ''}\`), so this one would never be used. ${cure}, or remove it.`;
  return createFinding('OST2029', {
    message,
    place: placeOf(port, 'ip'),
    related: [{ message: 'the mode of the subnet', place: placeOf(subnet, 'ipv6') }],
    element: port.id,
    data: { pinned: printAddress(address), ...(given ? { address: printAddress(given) } : {}) },
  });
}
