import type * as ast from '../generated/ast.ts';
import { addAfter, addInside } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import type { FixChange } from './fix.ts';

/** Adds a block to a tenant, behind the last of its kind. */
export function addItem(tenant: ast.Tenant, isKind: (item: unknown) => boolean, text: string): FixChange {
  const last = tenant.items.filter((item) => isKind(item)).at(-1);
  return last ? addAfter(last, text) : addInside(tenant, text);
}

/** A subnet for a network, with a name and a range that are free. */
export function subnetText(network: string, context: FixContext, tenant: ast.Tenant): string {
  const taken = new Set(context.relations.topology.subnets.map(({ name }) => name));
  const name = freeName(network, ['v4', 'subnet', 'new'], taken);
  return `subnet ${name} ${freePrefix(context, tenant)}`;
}

/** The first name with one of these ends that is not taken; with a number where all are. */
export function freeName(stem: string, ends: readonly string[], taken: ReadonlySet<string>): string {
  const fresh = ends.map((end) => `${stem}-${end}`).find((candidate) => !taken.has(candidate));
  if (fresh !== undefined) return fresh;
  let number = 2;
  while (taken.has(`${stem}-${number}`)) number += 1;
  return `${stem}-${number}`;
}

/** A range that a tenant does not use yet. */
export function freePrefix(context: FixContext, tenant: ast.Tenant): string {
  return context.free.cidr(context.relations.topology.tenants.find(({ name }) => name === tenant.name)?.id);
}
