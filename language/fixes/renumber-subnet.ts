import { type SourcePlace, compact } from '#core/base';
import { type Subnet, placeOf } from '#core/model';
import { type IpAddress, type Prefix, createAddress, parseAddress, prefixContains, prefixSize, printAddress, printPrefix } from '#core/net';
import type { FixContext } from './fix-context.ts';
import { type FixChange, replace } from './fix.ts';

/** Gives a subnet another range and moves what the text pins in the old one to the same place in the new one. */
export function renumber(subnet: Subnet, prefix: Prefix, context: FixContext): readonly FixChange[] {
  const moved = pinnedPlaces(subnet, context).flatMap((place) => {
    const old = context.textAt(place);
    const text = old.replaceAll(/[0-9A-Fa-f.:]*[0-9A-Fa-f:]/g, (word) => shift(word, subnet, prefix, context));
    return text === old ? [] : [replace(place, text)];
  });
  return [replace(placeOf(subnet, 'cidr'), printPrefix(prefix)), ...moved];
}

/** Where addresses of the subnet are pinned, each place once. */
function pinnedPlaces(subnet: Subnet, { relations }: FixContext): readonly SourcePlace[] {
  const { topology } = relations;
  const gateways = relations.gatewaysOn(subnet.network).flatMap(({ gateway }) => (gateway ? [gateway] : []));
  const owners = [subnet.dhcp, ...relations.interfacesOn(subnet.id), ...relations.portsOn(subnet.network), ...gateways];
  const routes = topology.routers.filter(({ interfaces }) => interfaces.some((item) => item.subnet === subnet.id));
  const places = [
    ...Object.entries(subnet.places.properties).flatMap(([key, place]) => (/^(gateway|pool|dns|route)(\.\d+)?$/.test(key) ? [place] : [])),
    ...compact(owners.map(({ places: { properties } }) => properties.ip)),
    ...routes.flatMap(({ places: { properties } }) =>
      Object.entries(properties).flatMap(([key, at]) => (/^route(\.\d+)?$/.test(key) ? [at] : [])),
    ),
  ];
  return [...new Map(places.map((place) => [`${place.uri} ${place.start.line}:${place.start.character}`, place])).values()];
}

/** The word's address at its distance in the new range; a word that is none of the subnet's addresses stays. */
function shift(word: string, subnet: Subnet, prefix: Prefix, context: FixContext): string {
  const address = parseAddress(word);
  if (!address || !isOnly(subnet, address, context)) return word;
  const distance = address.value - subnet.prefix.address.value;
  return printAddress(createAddress(address.version, prefix.address.value + (distance % prefixSize(prefix))));
}

/** An address that a second subnet of the network has too is that one's after the move. */
function isOnly(subnet: Subnet, address: IpAddress, { relations }: FixContext): boolean {
  if (!prefixContains(subnet.prefix, address)) return false;
  return !relations.subnetsOf(subnet.network).some((other) => other !== subnet && prefixContains(other.prefix, address));
}
