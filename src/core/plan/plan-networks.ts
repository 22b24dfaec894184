import { type ElementId, compact } from '#core/base';
import { type Relations, type Subnet, gatewayOf, networkMtu, poolsOf } from '#core/model';
import type { UuidOf } from './assign-uuids.ts';
import type { PlannedNetwork, PlannedSegment, PlannedSubnet } from './deployment.ts';

/** The networks that have a segment, with their MTU and subnets filled in. */
export function planNetworks(
  relations: Relations,
  segments: ReadonlyMap<ElementId, PlannedSegment>,
  uuidOf: UuidOf,
): readonly PlannedNetwork[] {
  return compact(
    relations.topology.networks.map((network): PlannedNetwork | undefined => {
      const segment = segments.get(network.id);
      if (!segment) return undefined;
      const { id, name, tenant, external } = network;
      const subnets = relations.subnetsOf(id).map((subnet) => planSubnet(subnet, uuidOf));
      return { id, name, tenant, uuid: uuidOf(id), mtuBytes: networkMtu(relations.topology, network), segment, external, subnets };
    }),
  );
}

function planSubnet(subnet: Subnet, uuidOf: UuidOf): PlannedSubnet {
  const { id, name, network, prefix, dhcp, dnsServers, routes, ipv6Mode } = subnet;
  return {
    id,
    name,
    uuid: uuidOf(id),
    network,
    prefix,
    gateway: gatewayOf(subnet),
    pools: poolsOf(subnet),
    dhcpEnabled: dhcp.enabled,
    dnsServers,
    routes,
    ipv6Mode,
  };
}
