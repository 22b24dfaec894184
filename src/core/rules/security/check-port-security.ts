import { type Finding, createFinding } from '#core/diagnostics';
import { type Relations, type VmPort, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST5006: groups and allowed addresses need port security, on the port and on its network (neutron-dataplane 9.4). */
export const checkPortSecurity: Rule = (relations) => relations.topology.ports.flatMap((port) => [...namedInVain(relations, port)]);

function namedInVain({ network: networkOf }: Relations, port: VmPort): readonly Finding[] {
  const network = networkOf(port.network);
  if (!network || (port.portSecurity && network.portSecurity)) return [];
  const off = port.portSecurity ? network : port;
  const report = (property: string, what: string) =>
    createFinding('OST5006', {
      message: `${describeElement(port)} names ${what}, but port security is off for ${off === port ? 'it' : 'its network'}: nothing is filtered, everything passes. Turn port security on, or remove what is named.`,
      place: placeOf(port, property),
      related: [{ message: 'port security is off here', place: placeOf(off, 'port-security') }],
      element: port.id,
    });
  return [
    ...((port.securityGroups ?? []).length > 0 ? [report('security', 'security groups')] : []),
    ...(port.allowedAddresses.length > 0 ? [report('allowed-address', 'allowed addresses')] : []),
  ];
}
