import type { Finding, FindingCode } from '#core/diagnostics';
import { type Subnet, isAutoAddressed, placeOf } from '#core/model';
import { type IpAddress, type Prefix, createAddress, prefixOf, prefixesOverlap, printPrefix } from '#core/net';
import { compact } from '#core/base';
import { moveAddresses } from '../refactor/renumber-subnet.ts';
import { addInside, removeNode, spanOf } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixChange, type FixMaker, possible, preferred, replace, writeValue } from './fix.ts';

/** Ranges of subnets: which addresses, how many, and what hands them out. */
export const SUBNET_RANGE_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST2001: stripHostBits,
  OST2002: moveSubnet,
  OST2003: moveSubnet,
  OST2004: moveSubnet,
  OST2016: switchDhcpOff,
  OST2017: narrowSubnet,
  OST2018: moveToPrivate,
  OST2022: (finding, context) => moveSubnet(finding, context).map((fix) => ({ ...fix, isPreferred: false })), // who owns the next public range?
  OST2023: moveToPrivate,
  OST2027: mendMode,
  OST2028: fitSlaac,
};

/** The subnet a finding is about: its own, or the one a router interface is on. */
export function subnetOf({ element }: Finding, { relations }: FixContext): Subnet | undefined {
  if (element === undefined) return undefined;
  const item = relations.topology.routers.flatMap(({ interfaces }) => interfaces).find(({ id }) => id === element);
  return relations.subnet(item?.subnet ?? element);
}

/** A range by itself, or the destination of a route; one that stands for several ranges has no one cure. */
function stripHostBits({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const cidr = String(data.cidr);
  const written = context.textAt(place);
  const text = written.replace(/[0-9A-Fa-f:.]+\/\d+/, cidr);
  return written.includes('[') || text === written ? [] : [preferred(`Change to \`${cidr}\``, replace(place, text))];
}

/** Gives a subnet another range; its addresses move along, wherever they are written. */
function renumber(subnet: Subnet, prefix: Prefix, context: FixContext): readonly FixChange[] {
  const moved = moveAddresses(context.model, subnet, prefix);
  if (moved.kind === 'refused') return [];
  return moved.changes.flatMap(({ uri, start, end, newText }) => {
    const document = context.documentAt({ uri });
    return document ? [replace(spanOf(document, start, end), newText)] : [];
  });
}

/** The next free range of the same size. */
function moveSubnet(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const prefix = subnet && context.free.prefix(subnet.prefix, undefined);
  return prefix
    ? [preferred(`Renumber \`${subnet.name}\` to ${printPrefix(prefix)}, which is free`, ...renumber(subnet, prefix, context))]
    : [];
}

/** Where ranges of one's own start: 10.0.0.0/8 (RFC 1918) and fd00::/8 (RFC 4193). */
function privateStart(version: 4 | 6, length: number): Prefix {
  return version === 4
    ? { address: createAddress(4, 0x0a000000n), length: Math.max(8, length) }
    : { address: createAddress(6, 0xfd00n << 112n), length: Math.max(16, length) };
}

function moveToPrivate(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const prefix = subnet && context.free.prefix(privateStart(subnet.prefix.address.version, subnet.prefix.length), undefined);
  return prefix
    ? [preferred(`Renumber \`${subnet.name}\` to ${printPrefix(prefix)}, which is free`, ...renumber(subnet, prefix, context))]
    : [];
}

/** Of all addresses, the range around those that are written, or a free one. */
function narrowSubnet(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  if (!subnet) return [];
  const { version } = subnet.prefix.address;
  const length = version === 4 ? 24 : 64;
  const [address] = writtenIn(subnet, context);
  const prefix = address ? prefixOf({ address, length }) : context.free.prefix(privateStart(version, length), undefined);
  return prefix ? [preferred(`Change to ${printPrefix(prefix)}`, replace(placeOf(subnet, 'cidr'), printPrefix(prefix)))] : [];
}

function writtenIn(subnet: Subnet, { relations }: FixContext): readonly IpAddress[] {
  const gateway = subnet.gateway.kind === 'address' ? subnet.gateway.address : undefined;
  const interfaces = relations.interfacesOn(subnet.id).map(({ address }) => address);
  const ports = relations.portsOn(subnet.network).flatMap(({ addresses }) => addresses);
  const written = compact([gateway, ...subnet.pools.map(({ first }) => first), subnet.dhcp.address, ...interfaces, ...ports]);
  return written.filter(({ version }) => version === subnet.prefix.address.version);
}

function switchDhcpOff(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const node = context.nodeOf(subnet?.id);
  if (!subnet || !node) return [];
  const written = subnet.places.properties.dhcp;
  return [preferred('Switch DHCP off', written ? writeValue(written, 'dhcp', 'off', context) : addInside(node, 'dhcp off'))];
}

/** A mode where none can be goes; where only DHCP is missing, that is switched on. */
function mendMode(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const node = context.nodeAt(finding.place);
  const dhcp = subnet?.places.properties.dhcp;
  if (!subnet || !node) return [];
  const canHaveOne = subnet.prefix.address.version === 6 && dhcp !== undefined;
  const remove = (canHaveOne ? possible : preferred)('Remove the IPv6 mode', removeNode(node));
  return canHaveOne ? [preferred('Switch DHCP on', writeValue(dhcp, 'dhcp', 'on', context)), remove] : [remove];
}

/** A /64 around the prefix where nothing else lies in it, else a free one; or addresses that DHCP gives. */
function fitSlaac(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const mode = subnet?.places.properties.ipv6;
  if (!subnet || !mode || !isAutoAddressed(subnet)) return [];
  const around = prefixOf({ address: subnet.prefix.address, length: 64 });
  const others = context.relations.topology.subnets.filter(({ id }) => id !== subnet.id);
  const prefix = others.some((other) => prefixesOverlap(other.prefix, around)) ? context.free.prefix(around, undefined) : around;
  const changes = prefix ? renumber(subnet, prefix, context) : [];
  return [
    ...(prefix ? [preferred(`Change to ${printPrefix(prefix)}`, ...changes)] : []),
    possible('Give the addresses by DHCP: `ipv6 dhcpv6-stateful`', replace(mode, 'dhcpv6-stateful')),
  ];
}
