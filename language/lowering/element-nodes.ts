import { type AstNode, AstUtils } from 'langium';
import { type ElementId, groupBy, lazily } from '#core/base';
import { type Element, elementsOf } from '#core/model';
import * as ast from '../generated/ast.ts';
import type { LoweredModel } from './lower-model.ts';
import type { TenantParts } from './lower-tenant.ts';

/** The way from syntax nodes to elements. */
export interface ElementNodes {
  /** The elements a syntax node stands for, in the order of their names: one, or several for a block that is repeated by `[a..b]`. */
  readonly get: (node: AstNode) => readonly ElementId[];
}

type NodeIndex = ReadonlyMap<AstNode, readonly ElementId[]>;

/** What tenants were indexed as, for as long as they are: one that an edit leaves alone is not indexed again. */
const ofTenants = new WeakMap<TenantParts, NodeIndex>();

/** Turns the way from elements to syntax nodes round: of each tenant, and of what is outside of them, when it is first asked for. */
export function createElementNodes({ topology, tenants, astOf }: LoweredModel): ElementNodes {
  const index = (elements: readonly Element[]): NodeIndex => {
    const byNode = groupBy(
      elements.map(({ id }) => id),
      astOf,
    );
    return byNode as ReadonlyMap<AstNode | undefined, readonly ElementId[]> as NodeIndex;
  };
  const indexTenant = (parts: TenantParts): NodeIndex => {
    const known = ofTenants.get(parts);
    if (known) return known;
    const made = index(elementsOf({ ...parts, tenants: [parts.tenant] }));
    ofTenants.set(parts, made);
    return made;
  };
  const byTenant = lazily(() => groupBy(tenants, ({ tenant }) => astOf(tenant.id)));
  const outside = lazily(() => index(elementsOf({ fabric: topology.fabric, hosts: topology.hosts, expectations: topology.expectations })));
  return {
    get(node) {
      const tenant = AstUtils.getContainerOfType(node, ast.isTenant);
      if (!tenant) return outside().get(node) ?? [];
      const parts = byTenant().get(tenant) ?? [];
      const [first] = parts;
      if (first && parts.length === 1) return indexTenant(first).get(node) ?? [];
      return parts.flatMap((part) => indexTenant(part).get(node) ?? []);
    },
  };
}
