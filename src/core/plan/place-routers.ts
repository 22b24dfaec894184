import { type ElementId, compact } from '#core/base';
import { type Relations, type Router, routerModes } from '#core/model';
import type { Hosts } from './deployment.ts';
import { servedHosts } from './distributed/served-hosts.ts';
import { replicaHosts } from './high-availability/replica-hosts.ts';
import { isNetworkHost } from './is-network-host.ts';
import type { DraftInput } from './port-draft.ts';
import { createServicePlacement } from './service-placement.ts';

/** Where a router runs. */
export interface RouterPlace {
  /** Every host with a `qrouter-` namespace of it, that of its gateway first. */
  readonly hosts: Hosts;
  /** Where its gateway is: everywhere, or of a distributed one where its `snat-` namespaces are; where it is at work comes first, the standbys after it. */
  readonly gatewayHosts: Hosts;
}

/** Where each router runs: the host pinned or else locked where it is a network host, else one chosen, and of a distributed one every host that it serves, of a highly available one the standbys too; routers without are left out. */
export function placeRouters(input: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>): ReadonlyMap<ElementId, RouterPlace> {
  const { relations, uuidOf, lock } = input;
  const place = createServicePlacement(relations.topology);
  const placed = relations.topology.routers.map((router): [ElementId, RouterPlace] | undefined => {
    const wanted = [router.host, lock.elements.get(router.id)?.host].find((id) => isNetworkHost(relations, id));
    const host = wanted ?? place(uuidOf(router.id), networksOf(relations, router));
    if (!host) return undefined;
    return [router.id, placeOf(input, router, host)];
  });
  return new Map(compact(placed));
}

function placeOf(input: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>, router: Router, host: ElementId): RouterPlace {
  const { distributed, highlyAvailable } = routerModes(input.relations.topology.fabric, router);
  const gatewayHosts: Hosts = highlyAvailable ? replicaHosts(input, router, host) : [host];
  return { hosts: distributed ? servedHosts(input, router, gatewayHosts) : gatewayHosts, gatewayHosts };
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
