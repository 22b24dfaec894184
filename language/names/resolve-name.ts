import { type ElementId, compareText, qualifiedName } from '#core/base';
import { DEFAULT_GROUP, defaultGroupId } from '#core/model';
import { nearestName } from './nearest-name.ts';
import type { NameTree, Named, NamedNetwork, TenantNames } from './name-tree.ts';

/** What a name stands for. `nearest` is the name that was probably meant; `candidates` are the qualified names to choose from. */
export type Resolved<T> =
  | { readonly kind: 'found'; readonly target: T }
  | { readonly kind: 'unknown'; readonly nearest: string | undefined }
  | { readonly kind: 'ambiguous'; readonly candidates: readonly string[] };

/** A name that leads nowhere. What was probably meant is looked for when it is asked for: that takes a walk over all names. */
export function unknown(nearest: () => string | undefined): Resolved<never> {
  return {
    kind: 'unknown',
    get nearest() {
      return nearest();
    },
  };
}

/** The kinds of element a tenant holds, by the property of `TenantNames` that lists them. */
export type Listing = 'networks' | 'subnets' | 'routers' | 'securityGroups' | 'vms';

/** Resolves a host or physical network: names of the whole file. */
export function resolveGlobal(names: ReadonlyMap<string, Named>, text: string): Resolved<ElementId> {
  const named = names.get(text);
  return named ? { kind: 'found', target: named.id } : unknown(() => nearestName(text, names.keys()));
}

/** Resolves a tenant's element: in the own tenant first, then among what other tenants share; `tenant.name` names it outright. */
export function resolveInTenants(tree: NameTree, listing: Listing, text: string, own: string | undefined): Resolved<ElementId> {
  const dot = text.indexOf('.');
  if (dot >= 0) return resolveQualified(tree, listing, text.slice(0, dot), text.slice(dot + 1));
  const tenant = own === undefined ? undefined : tree.tenants.get(own);
  const inOwn = tenant && namedIn(tenant, listing, text);
  if (inOwn) return { kind: 'found', target: inOwn.id };
  const outside = [...tree.tenants].flatMap(([name, tenant]) => (name === own ? [] : visible(tenant, listing, text, own)));
  if (outside.length > 0) return oneOf(outside);
  return unknown(() => nearestName(text, namesInReach(tree, listing, own)));
}

/** What a tenant calls so; its `default` security group it has unwritten too. */
function namedIn(tenant: TenantNames, listing: Listing, name: string): Named | undefined {
  const written = tenant[listing].get(name);
  if (written || listing !== 'securityGroups' || name !== DEFAULT_GROUP) return written;
  return { id: defaultGroupId(tenant.id) };
}

/** Every name that resolves to an element of the listing from a tenant (`undefined`: from outside all of them), shortest spelling. */
export function namesInReach(tree: NameTree, listing: Listing, own: string | undefined): string[] {
  const ownNames = own === undefined ? undefined : tree.tenants.get(own);
  const seen = countSeen(tree, listing, own);
  const isUnwritten = listing === 'securityGroups' && ownNames?.securityGroups.has(DEFAULT_GROUP) === false;
  const written = [...tree.tenants].flatMap(([tenant, names]) =>
    [...names[listing]].map(([name, named]) => {
      const plain = tenant === own || (!ownNames?.[listing].has(name) && isVisibleOutside(named, own) && seen.get(name) === 1);
      return plain ? name : `${tenant}.${name}`;
    }),
  );
  return isUnwritten ? [...written, DEFAULT_GROUP] : written;
}

/** How many elements of other tenants a tenant sees under each name: of several none can be named plainly. */
function countSeen(tree: NameTree, listing: Listing, own: string | undefined): ReadonlyMap<string, number> {
  const seen = new Map<string, number>();
  for (const [tenant, names] of tree.tenants)
    for (const [name, named] of names[listing])
      if (tenant !== own && isVisibleOutside(named, own)) seen.set(name, (seen.get(name) ?? 0) + 1);
  return seen;
}

function resolveQualified(tree: NameTree, listing: Listing, tenantName: string, name: string): Resolved<ElementId> {
  const tenant = tree.tenants.get(tenantName);
  if (!tenant) {
    return unknown(() => {
      const nearest = nearestName(tenantName, tree.tenants.keys());
      return nearest !== undefined && tree.tenants.get(nearest)?.[listing].has(name) ? `${nearest}.${name}` : undefined;
    });
  }
  const named = namedIn(tenant, listing, name);
  if (named) return { kind: 'found', target: named.id };
  return unknown(() => {
    const nearest = nearestName(name, tenant[listing].keys());
    return nearest === undefined ? undefined : `${tenantName}.${nearest}`;
  });
}

function visible(tenant: TenantNames, listing: Listing, name: string, own: string | undefined): ElementId[] {
  const named = tenant[listing].get(name);
  return named && isVisibleOutside(named, own) ? [named.id] : [];
}

/** From outside all tenants every name is in reach; from inside a tenant only what others share. */
function isVisibleOutside(named: Named | NamedNetwork, own: string | undefined): boolean {
  if (own === undefined) return true;
  return 'visibleOutside' in named && named.visibleOutside && (named.visibleTo?.has(own) ?? true);
}

/** The only id, or the choice between several. */
export function oneOf(ids: readonly ElementId[]): Resolved<ElementId> {
  const [first, second] = ids;
  if (first === undefined) return unknown(() => undefined);
  if (second === undefined) return { kind: 'found', target: first };
  return { kind: 'ambiguous', candidates: ids.map(qualifiedName).sort(compareText) };
}
