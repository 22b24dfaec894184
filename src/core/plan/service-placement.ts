import { type ElementId, type Uuid, known } from '#core/base';
import type { Host, Network, Topology } from '#core/model';
import { carriedBy } from '#core/rules';

/** Chooses the network host of a router or a DHCP service on the networks given by its UUID; `undefined` when there is no network host. */
export type PlaceService = (uuid: Uuid, networks: readonly Network[]) => ElementId | undefined;

/**
 * Spreads services over the network hosts that have bridges to the physical networks they are on, those with a tunnel address first. The choice hangs on the
 * service's own UUID alone, so that adding a network or a router does not move the others (Neutron's schedulers weigh the load of the moment, which a text cannot
 * know). Where no host carries all of the networks, those that carry the first are taken: a router's way out.
 */
export function createServicePlacement(topology: Topology): PlaceService {
  const networkHosts = topology.hosts.filter((host) => host.roles.includes('network'));
  return (uuid, networks) => {
    const [first] = networks;
    const carrying = preferred(networkHosts, [
      (host) => networks.every((network) => carriedBy(host, network)),
      (host) => first === undefined || carriedBy(host, first),
    ]);
    const candidates = preferred(carrying, [(host) => host.tunnelIp !== undefined]);
    if (candidates.length === 0) return undefined;
    return known(candidates[parseInt(uuid.slice(-8), 16) % candidates.length], 'a candidate').id;
  };
}

/** The hosts that meet the first wish that any meets; all where none is met. */
function preferred(hosts: readonly Host[], wishes: readonly ((host: Host) => boolean)[]): readonly Host[] {
  for (const wish of wishes) {
    const those = hosts.filter(wish);
    if (those.length > 0) return those;
  }
  return hosts;
}
