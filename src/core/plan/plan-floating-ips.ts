import { type ElementId, compact, groupBy, indexBy } from '#core/base';
import { type FloatingIp, type FloatingIpWay, type Relations, findFloatingIpWay } from '#core/model';
import { type IpAddress, printAddress, sameAddress } from '#core/net';
import type { UuidOf } from './assign-uuids.ts';
import { agentGatewayId, translatingHost } from './distributed/draft-agent-gateways.ts';
import type { PlannedFloatingIp, PlannedPort } from './deployment.ts';

/** The floating addresses of a model with their ways, before anything is planned. */
export interface FoundFloatingIps {
  readonly ways: readonly FoundWay[];
  /** What a network's other ports may not have. */
  readonly addressesOn: (network: ElementId) => readonly IpAddress[];
}

/** A floating address of IPv4 and its way; of two that have one address the first counts. */
export interface FoundWay extends FloatingIpWay {
  readonly floatingIp: FloatingIp;
}

/** Finds the ways of all floating addresses. */
export function findFloatingIps(relations: Relations): FoundFloatingIps {
  const found = relations.topology.floatingIps
    .filter(({ address }) => address.version === 4)
    .map((floatingIp) => ({ floatingIp, ...findFloatingIpWay(relations, floatingIp) }));
  const ways = [...indexBy(found, ({ floatingIp, network }) => `${network?.id ?? ''} ${printAddress(floatingIp.address)}`).values()];
  const byNetwork = groupBy(ways, ({ network }) => network?.id);
  return { ways, addressesOn: (network) => (byNetwork.get(network) ?? []).map(({ floatingIp }) => floatingIp.address) };
}

/** The floating addresses that lead to a planned port by a router with a planned gateway; what is in the way of the others, the rules say. */
export function planFloatingIps(
  { relations, uuidOf, ports }: { readonly relations: Relations; readonly uuidOf: UuidOf; readonly ports: readonly PlannedPort[] },
  ways: readonly FoundWay[],
): readonly PlannedFloatingIp[] {
  const planned = indexBy(ports, (port) => port.id);
  return compact(
    ways.map(({ floatingIp, network, port, subnet, router }): PlannedFloatingIp | undefined => {
      const gateway = router?.gateway && planned.get(router.gateway.id);
      const guest = port && planned.get(port.id);
      if (!network || !router || !gateway || !guest || relations.network(network.id)?.external !== true) return undefined;
      const { id, address, fixed } = floatingIp;
      const own = guest.addresses.find((candidate) => (fixed ? sameAddress(candidate.address, fixed) : candidate.subnet === subnet?.id));
      const ownHost = translatingHost(relations, { network, port, router });
      if (ownHost !== undefined && !planned.has(agentGatewayId(ownHost, network.id))) return undefined;
      return (
        own && {
          id,
          uuid: uuidOf(id),
          address,
          network: network.id,
          port: guest.id,
          fixedAddress: own.address,
          router: router.id,
          host: ownHost ?? gateway.hosts[0],
          centralised: ownHost === undefined,
        }
      );
    }),
  );
}
