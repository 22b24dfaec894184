import { type Uuid, indexBy, sortedBy } from '#core/base';
import { addressBits, prefixOf, printPrefix } from '#core/net';
import type { AddressSet } from '#core/netfilter';
import type { PlannedPort } from '#core/plan';

/** `N`, the family and the remote group's id, cut to the 29 characters that leave room for the swap set's suffix `-n`. */
export function addressSetName(group: Uuid, version: 4 | 6): string {
  return `NIPv${version}${group}`.slice(0, 29);
}

/** The sets that the rules of these ports match: one per remote group and family, also where the group has no member. */
export function remoteGroupSets(ports: readonly PlannedPort[]): AddressSet[] {
  const sets = ports
    .flatMap((port) => port.securityGroups)
    .flatMap((group) => group.rules)
    .flatMap(({ remoteGroup, ethertype }): AddressSet[] => {
      if (!remoteGroup) return [];
      const all = remoteGroup.members.filter(({ address }) => address.version === ethertype);
      const members = indexBy(all.map(prefixOf), printPrefix).values();
      const name = addressSetName(remoteGroup.uuid, ethertype);
      return [
        {
          name,
          version: ethertype,
          members: sortedBy(
            members,
            (m) => m.address.value,
            (m) => addressBits(ethertype) - m.length,
          ),
          element: remoteGroup.id,
        },
      ];
    });
  return sortedBy(indexBy(sets, (set) => set.name).values(), (set) => set.name);
}
