import type { AstNodeDescription } from 'langium';
import type { ElementId } from '#core/base';
import { ast } from '#language';
import type { Analysis } from '../analysis/analysis.ts';

/** What tells a name apart from the others of a list, and where it stands among them. */
export interface NameEntry {
  readonly detail: string;
  readonly sortText: string;
}

/** Where several kinds of things may be named: packets go to VMs first. */
const RANKS: Readonly<Record<string, number>> = { [ast.Vm.$type]: 1, [ast.Tenant.$type]: 2, [ast.Network.$type]: 3, [ast.VmPort.$type]: 4 };

/** What a thing is where nothing has become of it yet. */
const KINDS: Readonly<Record<string, string>> = {
  [ast.Host.$type]: 'host',
  [ast.Physical.$type]: 'provider network',
  [ast.Tenant.$type]: 'tenant',
  [ast.Network.$type]: 'network',
  [ast.Subnet.$type]: 'subnet',
  [ast.Router.$type]: 'router',
  [ast.SecurityGroup.$type]: 'security group',
  [ast.Vm.$type]: 'vm',
  [ast.VmPort.$type]: 'port',
};

/** Describes a name by what its element became. */
export function describeName(analysis: Analysis, { name, type, node }: AstNodeDescription): NameEntry {
  const ids = (node && analysis.elementsByNode.get(node)) ?? [];
  const id = idOf(ids, name);
  const summary = id === undefined ? undefined : analysis.summaryOf(id);
  if (!node) return { detail: 'the group of ports that name none', sortText: `0${RANKS[type] ?? 0}${name}` };
  const kind = name.endsWith('.*') ? `every vm of the tenant ${name.slice(0, -2)}` : (KINDS[type] ?? type);
  return { detail: summary ?? kind, sortText: `0${RANKS[type] ?? 0}${name}` };
}

/** One of `hv-[1..4]`: the element that is called so. */
function idOf(ids: readonly ElementId[], name: string): ElementId | undefined {
  return ids.find((id) => id.endsWith(`:${name}`) || id.endsWith(`.${name}`)) ?? ids[0];
}
