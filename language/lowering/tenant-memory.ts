import type { AstNode } from 'langium';
import type { ElementId } from '#core/base';
import type { Finding } from '#core/diagnostics';
import type * as ast from '../generated/ast.ts';
import { type Declaration, type TenantDeclaration, declareTenant } from './declare-names.ts';
import { type Surroundings, type TenantParts, lowerTenant } from './lower-tenant.ts';
import { type Lowering, createPart } from './lowering.ts';

/** The names of a tenant, and what is wrong with them. */
export interface DeclaredTenant {
  readonly declaration: TenantDeclaration;
  readonly findings: readonly Finding[];
  readonly nodes: ReadonlyMap<ElementId, AstNode>;
  /** Every name it declares. */
  readonly names: string;
  /** The names others see of it. */
  readonly visible: string;
  /** How many elements the repetitions in it stand for. */
  readonly repeated: number;
}

/** What a tenant's lowering depends on beside its own text. */
export interface Outside extends Surroundings {
  /** Hosts, physical networks, tenants and what they share; the fabric's overlay. */
  readonly shared: string;
  /** Every name of every tenant. */
  readonly all: string;
}

interface Remembered {
  /** Where its text started: places count from there. */
  readonly line: number;
  readonly declared: DeclaredTenant;
  lowered?: { readonly shared: string; readonly all: string; readonly parts: TenantParts };
}

/**
 * What was made of the tenants of earlier versions of a text, for those whose syntax tree has gone over into the new version: the parser keeps
 * the trees of blocks that were not edited. It never changes what comes out, only what has to be made anew.
 */
export class TenantMemory {
  /** How many tenants were lowered so far: what an edit costs is measured by it. */
  loweredTenants = 0;
  private readonly known = new WeakMap<ast.Tenant, Map<string, Remembered>>();

  /** The names of a tenant. */
  declare(whole: Lowering, tenant: Declaration<ast.Tenant>): DeclaredTenant {
    const known = this.remembered(tenant);
    const line = lineOf(tenant.node);
    if (known?.line === line && known.declared.repeated <= whole.room()) {
      whole.take(known.declared.repeated);
      return known.declared;
    }
    const lowering = createPart(whole);
    const before = lowering.room();
    const declaration = declareTenant(lowering, tenant);
    const repeated = before - lowering.room();
    const { findings, nodes } = lowering;
    const declared = { declaration, findings, nodes, repeated, names: namesOf(declaration), visible: visibleOf(declaration) };
    whole.take(repeated);
    if (!lowering.isExhausted()) this.remember(tenant, { line, declared });
    return declared;
  }

  /** The tenant as data. */
  lower(whole: Lowering, declared: DeclaredTenant, outside: Outside): TenantParts {
    const known = this.remembered(declared.declaration);
    const lowered = known?.declared === declared ? known.lowered : undefined;
    if (lowered?.shared === outside.shared && (!lowered.parts.usesAllNames || lowered.all === outside.all)) return lowered.parts;
    this.loweredTenants += 1;
    const parts = lowerTenant(whole, declared.declaration, outside);
    if (known?.declared === declared) known.lowered = { shared: outside.shared, all: outside.all, parts };
    return parts;
  }

  private remembered({ node, name }: Declaration<ast.Tenant>): Remembered | undefined {
    return this.known.get(node)?.get(name);
  }

  private remember({ node, name }: Declaration<ast.Tenant>, remembered: Remembered): void {
    const byName = this.known.get(node) ?? new Map<string, Remembered>();
    this.known.set(node, byName.set(name, remembered));
  }
}

function lineOf({ $cstNode }: AstNode): number {
  return $cstNode?.range.start.line ?? 0;
}

/** In a form that is equal for equal names; no name holds a space or a comma. */
function namesOf({ networks, subnets, routers, securityGroups, vms }: TenantDeclaration): string {
  const lists = [networks, subnets, routers, securityGroups].map((names) => [...names.keys()].join(' '));
  return [...lists, [...vms].map(([vm, { ports }]) => [vm, ...ports.keys()].join(' ')).join(',')].join(';');
}

function visibleOf({ networks, subnets }: TenantDeclaration): string {
  return [networks, subnets]
    .map((names) =>
      [...names.values()]
        .filter(({ visibleOutside }) => visibleOutside)
        .map(({ name, visibleTo }) => [name, ...(visibleTo ? ['to', ...visibleTo] : [])].join(' '))
        .join(','),
    )
    .join(';');
}
