import { type ElementId, groupBy } from '#core/base';
import { type Topology, isReplicated } from '#core/model';
import { MOST_VIRTUAL_ROUTERS } from '#core/rules';
import type { UuidOf } from '../assign-uuids.ts';
import type { Lock } from '../lock/lock.ts';

/**
 * The VRID of each highly available router, its own on its tenant's HA network: the locked one, else from the router's UUID, moved on by one while taken (Neutron
 * takes any that is free). A tenant's 255th router gets none, and OST4037 says so.
 */
export function assignVirtualRouterIds({ fabric, routers }: Topology, uuidOf: UuidOf, { elements }: Lock): ReadonlyMap<ElementId, number> {
  const given = new Map<ElementId, number>();
  const byTenant = groupBy(
    routers.filter((router) => isReplicated(fabric, router)),
    ({ tenant }) => tenant,
  );
  for (const those of byTenant.values()) {
    const taken = new Set<number>();
    const take = (id: ElementId, vrid: number) => {
      given.set(id, vrid);
      taken.add(vrid);
    };
    for (const { id } of those) {
      const locked = elements.get(id)?.vrid;
      if (locked !== undefined && locked >= 1 && locked <= MOST_VIRTUAL_ROUTERS && !taken.has(locked)) take(id, locked);
    }
    for (const { id } of those) {
      if (given.has(id) || taken.size === MOST_VIRTUAL_ROUTERS) continue;
      let vrid = (parseInt(uuidOf(id).slice(-8), 16) % MOST_VIRTUAL_ROUTERS) + 1;
      while (taken.has(vrid)) vrid = (vrid % MOST_VIRTUAL_ROUTERS) + 1;
      take(id, vrid);
    }
  }
  return given;
}
