import { type ElementId, compact } from '#core/base';
import { type IpAddress, type MacAddress, type Prefix, createAddress, linkLocalAddress, sameAddress } from '#core/net';
import {
  type Deployment,
  type DeploymentIndex,
  type GuestDevice,
  METADATA_ADDRESSES,
  type PlannedPort,
  type PlannedSubnet,
} from '#core/plan';
import type { StackRoute } from './stack.ts';

/** What guests learn their routes from. */
export interface GuestLinks {
  readonly index: DeploymentIndex;
  /** The MAC of the router interface that has a subnet's gateway address, by subnet. */
  readonly routers: ReadonlyMap<ElementId, MacAddress>;
  /** The DHCP services that serve metadata themselves, by subnet. */
  readonly metadata: ReadonlyMap<ElementId, IpAddress>;
}

/** The routes of a VM beyond the connected ones: its subnets' host routes, the way to metadata, the first gateway as default route, and the default route of the first router that announces itself. */
export function guestRoutes(devices: readonly GuestDevice[], links: GuestLinks): StackRoute[] {
  const subnets = devices.flatMap(({ port }) => subnetsOf(port, links)).filter(({ prefix }) => prefix.address.version === 4);
  const gateway = subnets.find((subnet) => subnet.gateway !== undefined)?.gateway;
  const routes = [
    ...subnets.flatMap((subnet) => [...subnet.routes, ...metadataRoute(subnet, links)]),
    ...(gateway ? [{ destination: DEFAULT_ROUTE, nextHop: gateway }] : []),
  ];
  const ipv4 = routes.map(({ destination, nextHop }) => ({ destination, nextHop, device: undefined }));
  const announced = compact(devices.map(({ port, name }) => defaultRoute6(port, name, links)));
  return [...ipv4, ...announced.slice(0, 1)];
}

/** Only where it is another way than that of everything else. */
function metadataRoute({ id }: PlannedSubnet, { metadata }: GuestLinks): readonly Pick<StackRoute, 'destination' | 'nextHop'>[] {
  const nextHop = metadata.get(id);
  return nextHop ? [{ destination: METADATA, nextHop }] : [];
}

const METADATA: Prefix = { address: METADATA_ADDRESSES[4], length: 32 };
const DEFAULT_ROUTE: Prefix = { address: createAddress(4, 0n), length: 0 };
const DEFAULT_ROUTE_6: Prefix = { address: createAddress(6, 0n), length: 0 };

/** By way of the link-local address of the router that announces a subnet; where nobody announces it, by its gateway, as one would configure it by hand. */
function defaultRoute6(port: PlannedPort, device: string, links: GuestLinks): StackRoute | undefined {
  for (const { id, prefix, gateway, ipv6Mode } of subnetsOf(port, links)) {
    if (prefix.address.version !== 6) continue;
    const router = links.routers.get(id);
    const nextHop = ipv6Mode === undefined ? gateway : router && linkLocalAddress(router);
    if (nextHop) return { destination: DEFAULT_ROUTE_6, nextHop, device };
  }
  return undefined;
}

/** Finds the routers' interfaces once for all guests. */
export function indexRouters({ ports, networks }: Deployment): ReadonlyMap<ElementId, MacAddress> {
  const gateways = new Map(networks.flatMap(({ subnets }) => subnets.map(({ id, gateway }) => [id, gateway])));
  const held = ports
    .filter(({ owner }) => owner.startsWith('network:'))
    .flatMap(({ mac, addresses }) => addresses.map(({ address, subnet }) => ({ mac, address, subnet })));
  return new Map(held.filter(({ address, subnet }) => isSame(gateways.get(subnet), address)).map(({ mac, subnet }) => [subnet, mac]));
}

function isSame(a: PlannedSubnet['gateway'], b: NonNullable<PlannedSubnet['gateway']>): boolean {
  return a !== undefined && sameAddress(a, b);
}

function subnetsOf({ network, addresses }: PlannedPort, { index }: GuestLinks): readonly PlannedSubnet[] {
  return addresses.flatMap(({ subnet }) => index.network(network).subnets.filter(({ id }) => id === subnet));
}
