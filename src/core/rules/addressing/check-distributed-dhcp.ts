import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type Subnet, type VmPort, placeOf } from '#core/model';
import { describeElement, nthPlace } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** What only DHCP agents do, beside `distributed-dhcp on`: OST2065 metadata, OST2066 pins of their ports, OST2067 options of ports. */
export const checkDistributedDhcp: Rule = ({ topology }) =>
  topology.fabric.distributedDhcp
    ? [...metadata(topology.fabric), ...topology.subnets.flatMap(pinned), ...topology.ports.flatMap(options)]
    : [];

function metadata(fabric: Relations['topology']['fabric']): readonly Finding[] {
  const written = [...(fabric.isolatedMetadata ? ['isolated-metadata'] : []), ...(fabric.forceMetadata ? ['force-metadata'] : [])];
  return written.map((option) => {
    const message = `\`${option} on\` is for DHCP agents, and with \`distributed-dhcp on\` there are none: guests reach metadata through a router alone. Remove it.`;
    return createFinding('OST2065', { message, place: placeOf(fabric, option), element: fabric.id });
  });
}

function pinned(subnet: Subnet): readonly Finding[] {
  const { dhcp } = subnet;
  const isPinned = [dhcp.address, dhcp.mac, dhcp.uuid, dhcp.ofport].some((pin) => pin !== undefined);
  if (!dhcp.enabled || !isPinned) return [];
  const message = `${describeElement(subnet)} pins its DHCP port, and with \`distributed-dhcp on\` it has none. Write \`dhcp on\`, or leave it out.`;
  return [createFinding('OST2066', { message, place: placeOf(subnet, 'dhcp'), element: subnet.id })];
}

function options(port: VmPort): readonly Finding[] {
  return port.dhcpOptions.map(({ option }, i) => {
    const message = `\`dhcp-option ${option}\` of ${describeElement(port)} is told by nobody: distributed DHCP knows no options of ports. Remove it.`;
    return createFinding('OST2067', { message, place: nthPlace(port, 'dhcp-option', i), element: port.id });
  });
}
