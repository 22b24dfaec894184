import { type ElementId, type Uuid, known } from '#core/base';
import type { Topology } from '#core/model';

/** Chooses the network host of a router or a DHCP service by its UUID; `undefined` when there is no network host. */
export type PlaceService = (uuid: Uuid) => ElementId | undefined;

/**
 * Spreads services over the network hosts, those with a tunnel address first. The choice hangs on the service's own UUID alone, so that
 * adding a network or a router does not move the others (Neutron's schedulers weigh the load of the moment, which a text cannot know).
 */
export function createServicePlacement(topology: Topology): PlaceService {
  const networkHosts = topology.hosts.filter((host) => host.roles.includes('network'));
  const tunnelled = networkHosts.filter((host) => host.tunnelIp !== undefined);
  const candidates = tunnelled.length > 0 ? tunnelled : networkHosts;
  return (uuid) => {
    if (candidates.length === 0) return undefined;
    return known(candidates[parseInt(uuid.slice(-8), 16) % candidates.length], 'a candidate').id;
  };
}
