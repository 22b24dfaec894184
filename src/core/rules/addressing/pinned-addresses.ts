import { type SourcePlace, compact, onceForEachObject } from '#core/base';
import { type Element, type FloatingIp, type Relations, type Subnet, findFloatingIpWay, gatewayOf, placeOf } from '#core/model';
import { type IpAddress, prefixContains } from '#core/net';

/** An address the text gives to an element: a VM port, a DHCP service, a router's interface or gateway, a floating address. */
export interface PinnedAddress {
  readonly element: Element;
  readonly address: IpAddress;
  /** Where it may lie. */
  readonly subnets: readonly Subnet[];
  /** The one it does lie in. */
  readonly subnet: Subnet | undefined;
  /** `implied`: a router interface that has its subnet's gateway without saying so. */
  readonly by: 'vm' | 'dhcp' | 'router' | 'implied' | 'gateway' | 'floating';
  readonly place: SourcePlace;
}

/** Every address the text gives away: router interfaces and gateways first, then DHCP services, VM ports and floating addresses. */
export const pinnedAddresses = onceForEachObject((relations: Relations): readonly PinnedAddress[] => {
  const { topology, subnetsOf } = relations;
  return [
    ...compact(topology.routers.flatMap((router) => router.interfaces.map((item) => ofInterface(relations, item)))),
    ...topology.routers.flatMap(({ gateway }) =>
      (gateway?.addresses ?? []).flatMap((address) =>
        gateway
          ? [pin({ element: gateway, address, subnets: subnetsOf(gateway.network), by: 'gateway', place: placeOf(gateway, 'ip') })]
          : [],
      ),
    ),
    ...topology.subnets.flatMap((subnet) => {
      const { dhcp } = subnet;
      return dhcp.enabled && dhcp.address
        ? [pin({ element: dhcp, address: dhcp.address, subnets: [subnet], by: 'dhcp', place: placeOf(dhcp, 'ip') })]
        : [];
    }),
    ...topology.ports.flatMap((port) =>
      port.addresses.map((address) =>
        pin({ element: port, address, subnets: subnetsOf(port.network), by: 'vm', place: placeOf(port, 'ip') }),
      ),
    ),
    ...compact(topology.floatingIps.map((floatingIp) => ofFloatingIp(relations, floatingIp))),
  ];
});

/** One that comes from no external network has its own finding. */
function ofFloatingIp(relations: Relations, floatingIp: FloatingIp): PinnedAddress | undefined {
  const { network } = findFloatingIpWay(relations, floatingIp);
  if (!network?.external || floatingIp.address.version === 6) return undefined;
  const subnets = relations.subnetsOf(network.id).filter(({ prefix }) => prefix.address.version === 4);
  return subnets.length === 0
    ? undefined
    : pin({ element: floatingIp, address: floatingIp.address, subnets, by: 'floating', place: floatingIp.places.name });
}

function ofInterface(
  { subnet: subnetOf }: Relations,
  item: Relations['topology']['routers'][number]['interfaces'][number],
): PinnedAddress | undefined {
  const subnet = subnetOf(item.subnet);
  if (!subnet) return undefined;
  if (item.address) return pin({ element: item, address: item.address, subnets: [subnet], by: 'router', place: placeOf(item, 'ip') });
  const gateway = gatewayOf(subnet);
  return gateway && pin({ element: item, address: gateway, subnets: [subnet], by: 'implied', place: placeOf(item, 'interface') });
}

function pin(written: Omit<PinnedAddress, 'subnet'>): PinnedAddress {
  return { ...written, subnet: written.subnets.find(({ prefix }) => prefixContains(prefix, written.address)) };
}
