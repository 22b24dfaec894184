import { type ElementId, compareText, groupBy } from '#core/base';
import { nearestName } from './nearest-name.ts';
import type { NameTree, TenantNames } from './name-tree.ts';
import { type Resolved, oneOf, unknown } from './resolve-name.ts';

/** The kinds of named element a packet can start from or go to. */
export interface EndpointTarget {
  readonly kind: 'vm' | 'port' | 'tenant' | 'network';
  readonly id: ElementId;
}

/**
 * Resolves an end of a conversation: a vm, `vm.port`, a network, `tenant.*`; in the own tenant first (`undefined`: none), then in all;
 * `tenant.` in front names the tenant outright.
 */
export function resolveEndpointName(tree: NameTree, text: string, own: string | undefined): Resolved<EndpointTarget> {
  const everyone = /^([^.]+)\.\*$/.exec(text)?.[1];
  if (everyone !== undefined) return resolveTenant(tree, everyone);
  const ownTenant = own === undefined ? undefined : tree.tenants.get(own);
  const inOwn = ownTenant && findInTenant(ownTenant, text);
  if (inOwn) return { kind: 'found', target: inOwn };
  const dot = text.indexOf('.');
  const qualifying = dot < 0 ? undefined : tree.tenants.get(text.slice(0, dot));
  const qualified = qualifying && findInTenant(qualifying, text.slice(dot + 1));
  if (qualified) return { kind: 'found', target: qualified };
  const anywhere = [...tree.tenants.values()].flatMap((tenant) => findInTenant(tenant, text) ?? []);
  const [first] = anywhere;
  if (first && anywhere.length === 1) return { kind: 'found', target: first };
  if (anywhere.length > 1) {
    const choice = oneOf(anywhere.map((target) => target.id));
    if (choice.kind === 'ambiguous') return choice;
  }
  return unknown(() => nearestEndpoint(tree, text, own));
}

/** Every spelling of an endpoint that resolves from a tenant, sorted: `vm-1`, `vm-1.net-1`, `net-1`, `red.vm-1`, `red.*`. */
export function endpointNames(tree: NameTree, own: string | undefined): string[] {
  const spellings = new Set<string>();
  for (const [tenant, names] of tree.tenants) {
    spellings.add(`${tenant}.*`);
    for (const name of namesInside(names))
      spellings.add(tenant === own || (own === undefined && tree.tenants.size === 1) ? name : `${tenant}.${name}`);
  }
  return [...spellings].sort(compareText);
}

/** The nearest spelling, plain where that names one element only; where a tenant is written, the nearest of its own names first. */
function nearestEndpoint(tree: NameTree, text: string, own: string | undefined): string | undefined {
  const dot = text.indexOf('.');
  const tenant = dot < 0 ? undefined : tree.tenants.get(text.slice(0, dot));
  const inTenant = tenant && nearestName(text.slice(dot + 1), namesInside(tenant));
  if (inTenant !== undefined) return `${text.slice(0, dot)}.${inTenant}`;
  const byPlain = groupBy(
    [...tree.tenants].flatMap(([tenantName, names]) => namesInside(names).map((name) => ({ name, qualified: `${tenantName}.${name}` }))),
    ({ name }) => name,
  );
  const nearest = nearestName(text, [...byPlain.keys(), ...endpointNames(tree, own)]);
  const [first, second] = nearest === undefined ? [] : (byPlain.get(nearest) ?? []);
  return first && second ? first.qualified : nearest;
}

function namesInside({ networks, vms }: TenantNames): string[] {
  return [...networks.keys(), ...[...vms].flatMap(([vm, { ports }]) => [vm, ...[...ports.keys()].map((port) => `${vm}.${port}`)])];
}

function resolveTenant(tree: NameTree, name: string): Resolved<EndpointTarget> {
  const tenant = tree.tenants.get(name);
  if (tenant) return { kind: 'found', target: { kind: 'tenant', id: tenant.id } };
  return unknown(() => {
    const nearest = nearestName(name, tree.tenants.keys());
    return nearest === undefined ? undefined : `${nearest}.*`;
  });
}

function findInTenant(tenant: TenantNames, text: string): EndpointTarget | undefined {
  const [name = '', portName, ...rest] = text.split('.');
  if (rest.length > 0) return undefined;
  const vm = tenant.vms.get(name);
  if (portName !== undefined) {
    const port = vm?.ports.get(portName);
    return port && { kind: 'port', id: port.id };
  }
  if (vm) return { kind: 'vm', id: vm.id };
  const network = tenant.networks.get(name);
  return network && { kind: 'network', id: network.id };
}
