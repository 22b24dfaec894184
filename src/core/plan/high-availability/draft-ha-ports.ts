import { type ElementId, elementId, qualifiedName } from '#core/base';
import { type Router, isReplicated } from '#core/model';
import type { Hosts } from '../deployment.ts';
import type { DraftInput, PortDraft } from '../port-draft.ts';
import { haNetworkId } from './ha-network.ts';

/** The id of the port by which a replica of a router hears the others: it is in no text. */
export function haPortId(router: ElementId, host: ElementId): ElementId {
  return elementId('ha-port', qualifiedName(router), qualifiedName(host));
}

/** One port on the tenant's HA network for each replica of a highly available router (l3_hamode_db.py `add_ha_port`). */
export function draftHaPorts({ relations, isPlanned, lock }: DraftInput, router: Router, hosts: Hosts): readonly PortDraft[] {
  const network = relations.network(haNetworkId(router.tenant));
  if (!network || !isPlanned(network.id) || !isReplicated(relations.topology.fabric, router)) return [];
  return hosts.map((host): PortDraft => {
    const id = haPortId(router.id, host);
    return {
      id,
      uuid: undefined,
      mac: undefined,
      ofport: undefined,
      owner: 'network:router_ha_interface',
      network,
      subnets: relations.subnetsOf(network.id),
      hosts: [host],
      device: router.id,
      pinned: [],
      locked: lock.elements.get(id) ?? {},
      vmPort: undefined,
      source: router,
      place: router.places.name,
      description: `the HA port of ${router.name} on ${qualifiedName(host)}`,
    };
  });
}
