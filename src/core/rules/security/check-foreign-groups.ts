import { type ElementId, type SourcePlace, qualifiedName } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST5030: a port or rule that names another tenant's security group, which Neutron shows to no tenant but its own. */
export const checkForeignGroups: Rule = ({ topology, vm }) => [
  ...topology.ports.flatMap((port) => {
    const tenant = vm(port.vm)?.tenant;
    return (port.securityGroups ?? []).flatMap((group) => foreign(port, group, tenant, placeOf(port, 'security')));
  }),
  ...topology.securityGroups.flatMap(({ tenant, rules }) =>
    rules.flatMap((rule) => {
      const side = rule.direction === 'ingress' ? 'from' : 'to';
      return rule.remote.kind === 'group' ? foreign(rule, rule.remote.group, tenant, placeOf(rule, side)) : [];
    }),
  ),
];

function foreign(element: Element, group: ElementId, tenant: ElementId | undefined, place: SourcePlace): readonly Finding[] {
  const name = qualifiedName(group);
  const own = tenant === undefined ? undefined : qualifiedName(tenant);
  if (own === undefined || name.startsWith(`${own}.`)) return [];
  const what = element.id.startsWith('rule:') ? 'this rule' : describeElement(element);
  const message = `${what} of tenant \`${own}\` names \`${name}\`, a security group of another tenant: Neutron shows it to its own tenant only and refuses it here, unless an administrator asks. Name a group of \`${own}\`.`;
  return [createFinding('OST5030', { message, place, element: element.id, data: { group: name } })];
}
