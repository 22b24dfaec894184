import { type ElementId, compact } from '#core/base';
import { type Relations, type Router, isReplicated, routerModes } from '#core/model';
import type { Hosts } from './deployment.ts';
import { servedHosts } from './distributed/served-hosts.ts';
import { replicaHosts } from './high-availability/replica-hosts.ts';
import { isNetworkHost } from './is-network-host.ts';
import type { DraftInput } from './port-draft.ts';
import { createServicePlacement } from './service-placement.ts';

/** Where each router runs: the host pinned or else locked where it is a network host, else one chosen, and of a distributed one every host that it serves, of a highly available one the standbys too; routers without are left out. */
export function placeRouters(input: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>): ReadonlyMap<ElementId, Hosts> {
  const { relations, uuidOf, lock } = input;
  const place = createServicePlacement(relations.topology);
  const placed = relations.topology.routers.map((router): [ElementId, Hosts] | undefined => {
    const wanted = [router.host, lock.elements.get(router.id)?.host].find((id) => isNetworkHost(relations, id));
    const host = wanted ?? place(uuidOf(router.id), networksOf(relations, router));
    if (!host) return undefined;
    return [router.id, hostsOf(input, router, host)];
  });
  return new Map(compact(placed));
}

function hostsOf(input: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>, router: Router, host: ElementId): Hosts {
  const { fabric } = input.relations.topology;
  if (routerModes(fabric, router).distributed) return servedHosts(input, router, host);
  return isReplicated(fabric, router) ? replicaHosts(input, router, host) : [host];
}

/** The networks a router has ports on, its way out first. */
function networksOf(relations: Relations, { gateway, interfaces }: Router) {
  return compact([
    gateway && relations.network(gateway.network),
    ...interfaces.map((item) => {
      const subnet = relations.subnet(item.subnet);
      return subnet && relations.network(subnet.network);
    }),
  ]);
}
