import type { ElementId } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import type { SecurityGroup } from '#core/model';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, possible, replace } from './fix.ts';
import { addSubnet } from './router-fixes.ts';

/** Security groups as a whole: who is in them. */
export const GROUP_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST5010: makeAlike,
  OST5011: giveAddress,
  OST5013: ({ element, related }, context) => {
    const node = context.nodeOf(element);
    return node && related.length === 0 ? [possible('Remove the security group', removeNode(node))] : [];
  },
};

/** All groups of the port track connections, or none does; whatever else is in one of them must be content too. */
function makeAlike({ element }: Finding, context: FixContext): readonly Fix[] {
  const groups = (element === undefined ? undefined : context.relations.port(element)?.securityGroups) ?? [];
  return [false, true].flatMap((stateless) => {
    const changed = groups.flatMap((id) => context.relations.securityGroup(id) ?? []).filter((group) => group.stateless !== stateless);
    const changes = changed.flatMap((group) => setState(group, stateless, context));
    const names = changed.map(({ name }) => `\`${name}\``).join(', ');
    const isWhole = changes.length === changed.length && areAlike(new Set(changed.map(({ id }) => id)), stateless, context);
    return isWhole ? [possible(`Make ${names} ${stateless ? 'stateless' : 'stateful'}`, ...changes)] : [];
  });
}

function setState({ id }: SecurityGroup, stateless: boolean, { nodeOf }: FixContext): Fix['changes'] {
  const node = nodeOf(id);
  if (!ast.isSecurityGroup(node) || isRepeated(node)) return [];
  if (stateless) return [addInside(node, 'stateless')];
  const written = node.properties.find((property) => ast.isSetting(property) && property.key === 'stateless');
  return written ? [removeNode(written)] : [];
}

/** Whether every port of the changed groups is in groups of one kind then. */
function areAlike(changed: ReadonlySet<ElementId>, stateless: boolean, { relations }: FixContext): boolean {
  return relations.topology.ports.every(({ securityGroups = [] }) => {
    if (!securityGroups.some((id) => changed.has(id))) return true;
    return securityGroups.every((id) => changed.has(id) || (relations.securityGroup(id)?.stateless ?? false) === stateless);
  });
}

function giveAddress({ place, element }: Finding, context: FixContext): readonly Fix[] {
  const { relations } = context;
  const port = element === undefined ? undefined : relations.port(element);
  const network = port && relations.network(port.network);
  return network ? [...addSubnet(network, context), possible('Change to `security none`', replace(place, 'none'))] : [];
}
