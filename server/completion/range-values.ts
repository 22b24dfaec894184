import {
  type AddressRange,
  type IpAddress,
  type Prefix,
  createAddress,
  parseAddress,
  prefixContains,
  prefixOf,
  printPrefix,
} from '#core/net';
import { type ElementId, compact } from '#core/base';
import type { Relations } from '#core/model';
import { ast } from '#language';
import { fittingPlace, pinnedAddresses } from '../fitting/fitting-place.ts';
import type { ProposalInput, ValueProposal } from './proposal.ts';

/** Where IPv6 ranges of one's own start (RFC 4193), and IPv4 ones. */
const FIRST_IPV6: Prefix = { address: createAddress(6, 0xfd000001n << 96n), length: 64 };
const FIRST_IPV4: Prefix = { address: createAddress(4, 0x0a000000n), length: 24 };

/** The ranges a subnet may have: free ones, or the one around the addresses that its block says. `name`: that of the subnet. */
export function proposeRanges(input: ProposalInput, network: ast.Network, name: string): readonly ValueProposal[] {
  const { analysis, free } = input;
  const { relations, own, idsOf } = fittingPlace(analysis, network);
  const subnet = network.properties.filter(ast.isSubnet).find((candidate) => (candidate as Partial<ast.Subnet>).name === name); // recovery may leave it out
  const pinned = [...(subnet ? pinnedIn(subnet) : []), ...idsOf(network).flatMap((id) => pinnedOn(relations, id, subnet))];
  const around = rangeAround(pinned);
  if (pinned.length > 0) return around ? [{ text: printPrefix(around), detail: 'around its addresses' }] : [];
  const isExternal = idsOf(network).some((id) => relations.network(id)?.external);
  const isSix = subnet?.properties.some((property) => ast.isSetting(property) && property.key === 'ipv6') ?? false;
  // What leads outside meets the ranges of all tenants at their routers.
  const tenant = isExternal ? undefined : own;
  const detail = isExternal ? 'free in the cloud' : 'free in this tenant';
  const spell = (prefix: Prefix | undefined): readonly ValueProposal[] => (prefix ? [{ text: printPrefix(prefix), detail }] : []);
  const six = () => spell(free.prefix(FIRST_IPV6, tenant));
  if (isSix) return six();
  const four = isExternal
    ? compact([free.prefix(FIRST_IPV4, undefined), free.prefix(FIRST_IPV4, undefined)]).map(printPrefix)
    : [free.cidr(own), free.cidr(own)];
  return [...four.map((text) => ({ text, detail })), ...six()];
}

/** Its gateway, pools, DHCP service and the next hops of its routes. */
function pinnedIn(subnet: ast.Subnet): readonly IpAddress[] {
  const dhcp = subnet.properties.filter(ast.isDhcp).flatMap(({ value }) => parseAddress(value) ?? []);
  const hops = subnet.properties.filter(ast.isRoute).flatMap((route) => parseAddress((route as Partial<ast.Route>).nextHop ?? '') ?? []);
  const pools = subnet.properties
    .filter(ast.isSetting)
    .filter(({ key }) => key === 'pool')
    .flatMap(({ values }) => values.flatMap((text) => readRange(text)))
    .flatMap(({ first, last }) => [first, last]);
  return [...pinnedAddresses(subnet.properties, 'gateway'), ...dhcp, ...hops, ...pools];
}

/** What others have on a network: guests, routers and floating addresses whose addresses lie in no other subnet of it. */
function pinnedOn(relations: Relations, network: ElementId, written: ast.Subnet | undefined): readonly IpAddress[] {
  const others = relations.subnetsOf(network).filter(({ name }) => name !== written?.name);
  const addresses = [
    ...relations.portsOn(network).flatMap((port) => port.addresses),
    ...relations.gatewaysOn(network).flatMap(({ gateway }) => gateway?.addresses ?? []),
    ...relations.topology.floatingIps.filter((floatingIp) => floatingIp.network === network).map(({ address }) => address),
  ];
  return addresses.filter((address) => !others.some(({ prefix }) => prefixContains(prefix, address)));
}

function readRange(text: string): readonly AddressRange[] {
  const [first, last = first] = text.replaceAll(/\s/g, '').split('..').map(parseAddress);
  return first && last ? [{ first, last }] : [];
}

/** A /24 or /64 that holds them all; `undefined` where none does. */
function rangeAround([first, ...others]: readonly IpAddress[]): Prefix | undefined {
  const prefix = first && prefixOf({ address: first, length: first.version === 4 ? 24 : 64 });
  return prefix && others.every((address) => prefixContains(prefix, address)) ? prefix : undefined;
}
