import type { AstNode } from 'langium';
import { type ElementId, qualifiedName } from '#core/base';
import { type DeclaredNames, declareNames } from './declare-names.ts';
import type { Lowering, ModelItems } from './lowering.ts';
import type { DeclaredTenant, TenantMemory } from './tenant-memory.ts';

/** The names of a model, and the blocks that they come from. */
export interface DeclaredModel {
  readonly names: DeclaredNames;
  readonly tenants: ReadonlyMap<string, DeclaredTenant>;
  /** The block that declares a name; for a repeated block, the block. */
  readonly nodeOf: (id: ElementId) => AstNode | undefined;
}

/** Collects the names of a model; those of tenants that the memory knows are not collected again. */
export function declareModel(lowering: Lowering, model: ModelItems, memory: TenantMemory): DeclaredModel {
  const tenants = new Map<string, DeclaredTenant>();
  const names = declareNames(lowering, model, (tenant) => {
    const declared = memory.declare(lowering, tenant);
    tenants.set(tenant.name, declared);
    return declared.declaration;
  });
  return { names, tenants, nodeOf: (id) => lowering.nodes.get(id) ?? tenants.get(tenantOf(id))?.nodes.get(id) };
}

/** The name of the tenant that an element of one is in. */
export function tenantOf(id: ElementId): string {
  return qualifiedName(id).split('.', 1)[0] ?? '';
}
