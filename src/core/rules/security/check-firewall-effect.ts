import { createFinding } from '#core/diagnostics';
import { placeOf } from '#core/model';
import type { Rule } from '../rule.ts';

/** OST5007: `firewall none` is Neutron's noop driver; groups that are written then filter nothing. Said once, at the choice. */
export const checkFirewallEffect: Rule = ({ topology: { fabric, securityGroups } }) => {
  const [first] = securityGroups;
  if (fabric.firewall !== 'none' || !first) return [];
  const message = `\`firewall none\` filters nothing, so the ${String(securityGroups.length)} security groups of this model have no effect: every packet passes. Write \`firewall iptables-hybrid\`, or remove the groups.`;
  return [
    createFinding('OST5007', {
      message,
      place: placeOf(fabric, 'firewall'),
      related: [{ message: 'a group without effect', place: first.places.name }],
      element: fabric.id,
    }),
  ];
};
