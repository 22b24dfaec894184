import { createFinding } from '#core/diagnostics';
import { placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST5031: groups of a port that no filter sees. Without a firewall driver at all that is OST5007, without port security OST5006. */
export const checkUnfilteredPorts: Rule = ({ topology: { fabric, ports }, network }) => {
  if (fabric.firewall === 'none') return [];
  return ports.flatMap((port) => {
    const isFiltered = port.binding === 'normal' || !port.portSecurity || network(port.network)?.portSecurity === false;
    if (isFiltered || (port.securityGroups ?? []).length === 0) return [];
    const message = `${describeElement(port)} names security groups, but with \`binding ${port.binding}\` its frames go past the switch and its filters: everything passes. Write \`security none\`, and filter in the guest or on the wire; or \`binding normal\`.`;
    const related = [{ message: 'past the switch', place: placeOf(port, 'binding') }];
    return [createFinding('OST5031', { message, place: placeOf(port, 'security'), related, element: port.id })];
  });
};
