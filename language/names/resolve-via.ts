import type { ElementId } from '#core/base';
import { nearestName } from './nearest-name.ts';
import type { NameTree } from './name-tree.ts';
import { type Resolved, resolveInTenants, unknown } from './resolve-name.ts';

/** Resolves what a packet must pass: a host, or else a router. */
export function resolveVia(tree: NameTree, text: string, own: string | undefined): Resolved<ElementId> {
  const host = tree.hosts.get(text);
  if (host) return { kind: 'found', target: host.id };
  const router = resolveInTenants(tree, 'routers', text, own);
  // From inside a tenant the routers of others are out of reach by plain name; naming a host wrongly is the likelier slip.
  return router.kind === 'unknown' ? unknown(() => nearestName(text, tree.hosts.keys()) ?? router.nearest) : router;
}
