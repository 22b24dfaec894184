import type { AstNode } from 'langium';
import { type ElementId, qualifiedName, sortedBy } from '#core/base';
import type { Finding } from '#core/diagnostics';
import type {
  Element,
  Expectation,
  FloatingIp,
  Network,
  OverlayType,
  Router,
  SecurityGroup,
  Subnet,
  Tenant,
  Vm,
  VmPort,
} from '#core/model';
import type { DeclaredNames, TenantDeclaration } from './declare-names.ts';
import { lowerTenantExpectations } from './lower-expectations.ts';
import { lowerFloatingIps } from './lower-floating-ips.ts';
import { lowerNetworks } from './lower-networks.ts';
import { lowerRouters } from './lower-routers.ts';
import { lowerSecurityGroups } from './lower-security-groups.ts';
import { lowerSubnets } from './lower-subnets.ts';
import { lowerPorts, lowerVms } from './lower-vms.ts';
import { type Lowering, createPart } from './lowering.ts';
import { readSettings } from './read-settings.ts';
import { UUID } from './read-value.ts';

/** One tenant as data, every list in qualified-name order, and what its text has wrong. */
export interface TenantParts {
  readonly tenant: Tenant;
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly routers: readonly Router[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly vms: readonly Vm[];
  readonly ports: readonly VmPort[];
  readonly floatingIps: readonly FloatingIp[];
  readonly expectations: readonly Expectation[];
  readonly findings: readonly Finding[];
  readonly nodes: ReadonlyMap<ElementId, AstNode>;
  /** Whether anything of it depends on names of other tenants beyond those that are shared. */
  readonly usesAllNames: boolean;
}

/** What a tenant needs to know of the rest of the model. */
export interface Surroundings {
  readonly names: DeclaredNames;
  /** The fabric's, for networks that name none. */
  readonly overlayType: OverlayType;
}

/** Turns one tenant into data. */
export function lowerTenant(whole: Lowering, tenant: TenantDeclaration, { names, overlayType }: Surroundings): TenantParts {
  const lowering = createPart(whole);
  const parts = {
    tenant: lowerTenantItself(lowering, tenant),
    networks: sorted(lowerNetworks(lowering, tenant, names, overlayType)),
    subnets: sorted(lowerSubnets(lowering, tenant)),
    routers: sorted(lowerRouters(lowering, tenant, names)),
    securityGroups: sorted(lowerSecurityGroups(lowering, tenant, names)),
    vms: sorted(lowerVms(lowering, tenant, names)),
    ports: sorted(lowerPorts(lowering, tenant, names)),
    floatingIps: sorted(lowerFloatingIps(lowering, tenant, names)),
    expectations: lowerTenantExpectations(lowering, tenant, names),
  };
  return { ...parts, findings: lowering.findings, nodes: lowering.nodes, usesAllNames: lowering.usesAllNames() };
}

function sorted<E extends Element>(elements: readonly E[]): E[] {
  return sortedBy(elements, (element) => qualifiedName(element.id));
}

function lowerTenantItself(lowering: Lowering, { id, name, node, turns }: TenantDeclaration): Tenant {
  const settings = readSettings(lowering, node.items, { block: 'tenant', element: id, turns });
  return {
    id,
    name,
    uuid: settings.value('id', UUID),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties: settings.places },
  };
}
