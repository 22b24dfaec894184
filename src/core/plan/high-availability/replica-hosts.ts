import { type ElementId, sortedBy } from '#core/base';
import type { Host, Router } from '#core/model';
import { carriedBy, hasOpenVswitch } from '#core/rules';
import type { Hosts } from '../deployment.ts';
import type { DraftInput } from '../port-draft.ts';
import { haPortId } from './draft-ha-ports.ts';

/** Neutron's `max_l3_agents_per_router`. */
const DEFAULT_HOSTS_PER_ROUTER = 3;

/**
 * Where a highly available router has its replicas, the active one first: on as many network hosts as `hosts-per-router` says (0: on all). Those where the lock has
 * one come first, then those that carry the router's external network; the rest hangs on the router's UUID. A host without tunnel address has no part in the HA network.
 */
export function replicaHosts(
  { relations, uuidOf, lock }: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>,
  router: Router,
  active: ElementId,
): Hosts {
  const { fabric, hosts } = relations.topology;
  const external = router.gateway && relations.network(router.gateway.network);
  const able = hosts.filter((host) => host.roles.includes('network') && hasOpenVswitch(host) && host.tunnelIp !== undefined);
  const start = parseInt(uuidOf(router.id).slice(-8), 16) % Math.max(able.length, 1);
  const turn = (host: Host) => (able.indexOf(host) - start + able.length) % able.length;
  const standbys = sortedBy(
    able.filter(({ id }) => id !== active),
    ({ id }) => (lock.elements.has(haPortId(router.id, id)) ? 0 : 1),
    (host) => (!external || carriedBy(host, external) ? 0 : 1),
    turn,
  );
  const wanted = fabric.ha.hostsPerRouter ?? DEFAULT_HOSTS_PER_ROUTER;
  return [active, ...standbys.slice(0, wanted === 0 ? undefined : wanted - 1).map(({ id }) => id)];
}
