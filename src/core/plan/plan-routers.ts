import { type ElementId, compact, groupBy, indexBy } from '#core/base';
import { type Relations, type Router, routerModes } from '#core/model';
import { prefixContains } from '#core/net';
import type { UuidOf } from './assign-uuids.ts';
import type { PlannedFloatingIp, PlannedGateway, PlannedNetwork, PlannedPort, PlannedRouter } from './deployment.ts';
import { assignVirtualRouterIds } from './high-availability/assign-virtual-router-ids.ts';
import type { Lock } from './lock/lock.ts';
import { placeRouters } from './place-routers.ts';

/** What the routers are planned from: their ports are planned already. */
export interface RoutersInput {
  readonly relations: Relations;
  readonly uuidOf: UuidOf;
  readonly lock: Lock;
  readonly networks: ReadonlyMap<ElementId, PlannedNetwork>;
  readonly ports: readonly PlannedPort[];
  readonly floatingIps: readonly PlannedFloatingIp[];
}

/** The routers that have a host, with those of their ports that could be planned. */
export function planRouters(input: RoutersInput): readonly PlannedRouter[] {
  const { relations, uuidOf } = input;
  const places = placeRouters(input);
  const virtualRouterIds = assignVirtualRouterIds(relations.topology, uuidOf, input.lock);
  const ports = indexBy(input.ports, (port) => port.id);
  const floating = groupBy(input.floatingIps, ({ router }) => router);
  return compact(
    relations.topology.routers.map((router): PlannedRouter | undefined => {
      const { id, name, interfaces, routes } = router;
      const place = places.get(id);
      return (
        place && {
          id,
          name,
          uuid: uuidOf(id),
          hosts: place.hosts,
          ...routerModes(relations.topology.fabric, router),
          virtualRouterId: virtualRouterIds.get(id),
          interfaces: interfaces.map((item) => item.id).filter((item) => ports.has(item)),
          gateway: planGateway(router, ports, input.networks),
          floatingIps: (floating.get(id) ?? []).map((floatingIp) => floatingIp.id),
          routes,
        }
      );
    }),
  );
}

function planGateway(
  { gateway }: Router,
  ports: ReadonlyMap<ElementId, PlannedPort>,
  networks: ReadonlyMap<ElementId, PlannedNetwork>,
): PlannedGateway | undefined {
  const port = gateway && ports.get(gateway.id);
  const network = gateway && networks.get(gateway.network);
  if (!port || !network) return undefined;
  const isOn = (subnet: ElementId) => port.addresses.some((own) => own.subnet === subnet);
  return {
    port: port.id,
    network: network.id,
    snat: gateway.snat,
    snatAddress: port.addresses.find(({ address }) => address.version === 4)?.address,
    nextHops: network.subnets.flatMap(({ id, gateway: address, prefix }) =>
      address && isOn(id) ? [{ address, inSubnet: prefixContains(prefix, address) }] : [],
    ),
    extraSubnets: network.subnets.filter(({ id }) => !isOn(id)).map(({ prefix }) => prefix),
  };
}
