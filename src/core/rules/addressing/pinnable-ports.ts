import { type ElementId, type SourcePlace, compact } from '#core/base';
import { type Element, type PortPins, type Relations, placeOf } from '#core/model';
import type { MacAddress } from '#core/net';

/** A port of any kind with its network: everything that may pin a UUID, a MAC or an OpenFlow port number. */
export interface PinnablePort {
  readonly element: Element & PortPins;
  readonly network: ElementId;
}

/** All ports there are: router interfaces and gateways, DHCP services, VM ports. */
export function pinnablePorts({ topology, subnet: subnetOf }: Relations): readonly PinnablePort[] {
  return [
    ...compact(
      topology.routers
        .flatMap((router) => router.interfaces)
        .map((element) => {
          const subnet = subnetOf(element.subnet);
          return subnet && { element, network: subnet.network };
        }),
    ),
    ...compact(topology.routers.map(({ gateway }) => gateway && { element: gateway, network: gateway.network })),
    ...topology.subnets.map(({ dhcp, network }) => ({ element: dhcp, network })),
    ...topology.ports.map((element) => ({ element, network: element.network })),
  ];
}

/** A MAC the text pins. */
export interface PinnedMac extends PinnablePort {
  readonly mac: MacAddress;
  readonly place: SourcePlace;
}

/** Every MAC the text pins. */
export function pinnedMacs(relations: Relations): readonly PinnedMac[] {
  return pinnablePorts(relations).flatMap(({ element, network }) =>
    element.mac === undefined ? [] : [{ element, network, mac: element.mac, place: placeOf(element, 'mac') }],
  );
}
