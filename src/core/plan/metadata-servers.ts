import type { ElementId } from '#core/base';
import { type IpAddress, createAddress } from '#core/net';
import type { Deployment } from './deployment.ts';

/** Where guests ask for their metadata: 169.254.169.254, and fe80::a9fe:a9fe. Whoever is near answers there: a router or a DHCP service. */
export const METADATA_ADDRESSES = {
  4: createAddress(4, 0xa9fea9fen),
  6: createAddress(6, 0xfe80_0000_0000_0000_0000_0000_a9fe_a9fen),
} as const satisfies Record<4 | 6, IpAddress>;

/** The DHCP services that serve metadata themselves, by subnet: their guests have a route there of its own. */
export function metadataServers({ hosts }: Deployment): ReadonlyMap<ElementId, IpAddress> {
  const servers = hosts.flatMap(({ namespaces }) => namespaces.flatMap(({ dhcp }) => dhcp?.metadataServers ?? []));
  return new Map(servers.map(({ subnet, address }) => [subnet, address]));
}
