import { qualifiedName } from '#core/base';
import type { SecurityGroup, Topology } from '#core/model';
import type { Deployment } from '#core/plan';
import type { Facts } from './facts.ts';
import { printAddresses } from './port-facts.ts';
import { printRules } from './rule-text.ts';

/** How many members of a group are told one by one. */
const SHOWN = 8;

/** A security group: who is in it, and its rules as Neutron stores them. */
export function groupFacts(
  topology: Topology,
  deployment: Deployment,
  group: Pick<SecurityGroup, 'id' | 'name' | 'stateless' | 'rules'>,
): Facts {
  const members = deployment.ports.filter(({ securityGroups }) => securityGroups.some(({ id }) => id === group.id));
  const [first] = members;
  const planned = first?.securityGroups.filter(({ id }) => id === group.id);
  const named = topology.securityGroups.filter(({ rules }) =>
    rules.some(({ remote }) => remote.kind === 'group' && remote.group === group.id),
  );
  const lines = members.slice(0, SHOWN).map((port) => `${qualifiedName(port.id)} ${printAddresses(port)}`);
  const more = members.length > SHOWN ? [`… and ${members.length - SHOWN} more`] : [];
  return {
    heading: `security group ${group.name}`,
    rows: [
      ['members', [...lines, ...more].join('\n') || 'none'],
      ...(planned ? [['rules in effect', printRules(planned) || 'none: nothing passes'] as const] : []),
      ...(planned ? [] : [['rules written', String(group.rules.length)] as const]),
      ...(named.length > 0 ? [['named by rules of', named.map(({ id }) => qualifiedName(id)).join('\n')] as const] : []),
      ['connections', group.stateless ? 'not tracked: answers need rules of their own' : 'tracked: answers pass'],
    ],
  };
}
