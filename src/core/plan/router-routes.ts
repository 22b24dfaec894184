import { type Prefix, addressBits, createAddress } from '#core/net';
import type { PlannedGateway, PlannedRouter } from './deployment.ts';
import type { NamespaceRoute } from './namespace-plan.ts';

/** Every address of a family. */
export function anywhere(version: 4 | 6): Prefix {
  return { address: createAddress(version, 0n), length: 0 };
}

/**
 * The routes of a gateway's device: the defaults, each after a route to a next hop that lies outside its subnet, then the external network's other subnets, which are
 * on the link (router_info.py `_external_gateway_added`, interface.py `init_router_port`).
 */
export function gatewayRoutes({ nextHops, extraSubnets }: PlannedGateway, device: string): readonly NamespaceRoute[] {
  const onLink = (destination: Prefix): NamespaceRoute => ({ destination, nextHop: undefined, device, table: undefined });
  return [
    ...nextHops.flatMap(({ address, inSubnet }): NamespaceRoute[] => [
      ...(inSubnet ? [] : [onLink({ address, length: addressBits(address.version) })]),
      { destination: anywhere(address.version), nextHop: address, device, table: undefined },
    ]),
    ...extraSubnets.map(onLink),
  ];
}

/** The routes written at the router, by whichever of its devices their next hops are behind. */
export function extraRoutes({ routes }: PlannedRouter): readonly NamespaceRoute[] {
  return routes.map(({ destination, nextHop }) => ({ destination, nextHop, device: undefined, table: undefined }));
}
