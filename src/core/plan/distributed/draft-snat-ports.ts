import { type ElementId, compact, elementId, groupBy, qualifiedName } from '#core/base';
import type { Router, RouterInterface, Subnet } from '#core/model';
import type { Hosts } from '../deployment.ts';
import type { DraftInput, PortDraft } from '../port-draft.ts';

/** The id of a distributed router's centralised SNAT port on the subnets of an interface: it is in no text. */
export function snatPortId(interfaceId: ElementId): ElementId {
  return elementId('snat-port', qualifiedName(interfaceId));
}

/**
 * The ports of a distributed router's `snat-` namespaces, the same in each: one for each of its interfaces, with an address of its own, where it has a gateway
 * (l3_dvr_db.py `_create_snat_intf_ports_if_not_exists`).
 */
export function draftSnatPorts({ relations, isPlanned, lock }: DraftInput, router: Router, hosts: Hosts): readonly PortDraft[] {
  if (!router.gateway || !isPlanned(router.gateway.network)) return [];
  const attachments = router.interfaces.flatMap((item) => {
    const subnet = relations.subnet(item.subnet);
    return subnet ? [{ item, subnet }] : [];
  });
  const byPort = groupBy(attachments, ({ item, subnet }) => (subnet.prefix.address.version === 4 ? item.id : `IPv6 of ${subnet.network}`));
  return compact(
    [...byPort.values()].map((together): PortDraft | undefined => {
      const [first] = together;
      const network = first && relations.network(first.subnet.network);
      if (!first || !network || !isPlanned(network.id)) return undefined;
      const id = snatPortId(first.item.id);
      return {
        ...draftOf(first, router, hosts),
        id,
        network,
        subnets: together.map(({ subnet }) => subnet),
        locked: lock.elements.get(id) ?? {},
      };
    }),
  );
}

function draftOf(
  { item, subnet }: { readonly item: RouterInterface; readonly subnet: Subnet },
  router: Router,
  hosts: Hosts,
): Omit<PortDraft, 'id' | 'network' | 'subnets' | 'locked'> {
  return {
    uuid: undefined,
    mac: undefined,
    ofport: undefined,
    owner: 'network:router_centralized_snat',
    hosts,
    device: router.id,
    pinned: [],
    vmPort: undefined,
    source: item,
    place: item.places.name,
    description: `the SNAT port of ${router.name} on ${subnet.name}`,
  };
}
