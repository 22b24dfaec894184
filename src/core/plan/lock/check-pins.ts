import { type ElementId, elementKind, qualifiedName } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, type Host, type PortPins, type Topology, placeOf } from '#core/model';
import type { Lock, LockedElement } from './lock.ts';
import { lockedValues } from './print-lock.ts';

/** Says of values pinned in the text that the lock file has others (OST6002): the pin counts. */
export function checkPins(topology: Topology, lock: Lock): readonly Finding[] {
  if (lock.elements.size === 0) return [];
  const { networks, subnets, routers, securityGroups, ports, floatingIps, hosts } = topology;
  const owners = [
    ...networks.map((element) => ({ element, pins: { uuid: element.uuid, ...pinnedSegment(element) } })),
    ...[...subnets, ...securityGroups, ...floatingIps].map((element) => ({ element, pins: { uuid: element.uuid } })),
    ...routers.map((element) => ({ element, pins: { uuid: element.uuid, host: element.host } })),
    ...subnets.map(({ dhcp }) => ({ element: dhcp, pins: pinnedOf(dhcp, []) })),
    ...routers.flatMap((router) => router.interfaces).map((element) => ({ element, pins: pinnedOf(element, []) })),
    ...routers.flatMap((router) => router.gateway ?? []).map((element) => ({ element, pins: pinnedOf(element, element.addresses) })),
    ...ports.map((element) => ({ element, pins: { ...pinnedOf(element, element.addresses), trunk: element.trunkUuid } })),
  ];
  return [
    ...owners.flatMap(({ element, pins }) => compare(element, lockedValues(withoutUnpinned(pins)), lock)),
    ...hosts.flatMap((host) => compareLocalVlans(host, lock)),
  ];
}

/** The property of the text that pins a value. */
const PROPERTIES: Readonly<Record<string, string>> = { uuid: 'id', addresses: 'ip', trunk: 'trunk-id' };

function compare(element: Element, pins: ReturnType<typeof lockedValues>, lock: Lock): Finding[] {
  const locked = lock.elements.get(element.id);
  if (!locked) return [];
  const values = lockedValues(locked);
  return Object.entries(pins).flatMap(([key, pin]) => {
    const value = values[key];
    return value === undefined || String(pin) === String(value)
      ? []
      : [differs(element, PROPERTIES[key] ?? key, String(pin), String(value), lock, element.id)];
  });
}

function compareLocalVlans(host: Host, lock: Lock): Finding[] {
  return host.localVlans.flatMap(({ network, vlan }, i) => {
    const locked = lock.localVlans.get(host.id)?.get(network);
    const property = i === 0 ? 'local-vlan' : `local-vlan.${String(i + 1)}`;
    return locked === undefined || locked === vlan ? [] : [differs(host, property, String(vlan), String(locked), lock, host.id)];
  });
}

function differs(element: Element, property: string, pin: string, locked: string, lock: Lock, id: ElementId): Finding {
  const place = lock.placeOf(id);
  const [keyword = property] = property.split('.');
  return createFinding('OST6002', {
    message: `\`${keyword}\` of ${elementKind(id)} ${qualifiedName(id)} is pinned to ${pin}, the lock file has ${locked}: the pin counts. Run \`ostopo lock\` if the change is meant, remove the pin if it is not`,
    place: placeOf(element, property),
    related: place ? [{ message: 'what the lock file says', place }] : [],
    element: id,
  });
}

function pinnedSegment({ segment }: Topology['networks'][number]): LockedElement {
  if (segment.kind === 'overlay' && segment.vni !== undefined) return { vni: segment.vni };
  return segment.kind === 'vlan' && segment.vlan !== undefined ? { vlan: segment.vlan } : {};
}

type Pins = { readonly [K in keyof LockedElement]?: LockedElement[K] | undefined };

function pinnedOf({ uuid, mac, ofport }: PortPins, addresses: NonNullable<LockedElement['addresses']>): Pins {
  return { uuid, mac, ofport, addresses: addresses.length === 0 ? undefined : addresses };
}

function withoutUnpinned(pins: Pins): LockedElement {
  return Object.fromEntries(Object.entries(pins).filter(([, value]) => value !== undefined));
}
