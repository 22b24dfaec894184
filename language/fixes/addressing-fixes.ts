import { compact, elementKind } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import { type Subnet, gatewayOf, hostRange } from '#core/model';
import {
  type AddressRange,
  type IpAddress,
  type Prefix,
  createAddress,
  offsetAddress,
  parseAddress,
  prefixContains,
  printAddress,
  printPrefix,
  printRange,
  rangeContains,
  rangesOverlap,
} from '#core/net';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode, removeNodes } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, type FixChange, possible, preferred, replace } from './fix.ts';
import { renumber } from './renumber-subnet.ts';

/** Ranges, gateways, pools and addresses. */
export const ADDRESSING_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST2001: ({ place, data }) => [preferred(`Change to \`${String(data.cidr)}\``, replace(place, String(data.cidr)))],
  OST2002: moveSubnet,
  OST2003: moveSubnet,
  OST2004: moveSubnet,
  OST2005: moveGateway,
  OST2006: moveGateway,
  OST2007: cutPool,
  OST2008: clampPool,
  OST2009: ({ place, data }, context) => rewritePool(place, String(data.pool), 'Swap the ends', context),
  OST2010: partPools,
  OST2011: moveAddress,
  OST2012: moveAddress,
  OST2013: moveAddress,
  OST2014: moveAddress,
  OST2015: widenPool,
  OST2016: switchDhcpOff,
  OST2017: freshSubnet,
  OST2018: freshSubnet,
  OST2019: addInterface,
};

function subnetOf({ element }: Finding, { relations }: FixContext): Subnet | undefined {
  if (element === undefined) return undefined;
  const item = relations.topology.routers.flatMap(({ interfaces }) => interfaces).find(({ id }) => id === element);
  return relations.subnet(item?.subnet ?? element);
}

/** The next free range of the same size; what is pinned in the old one moves along. */
function moveSubnet(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const prefix = subnet && context.free.prefix(subnet.prefix, subnet.tenant);
  return prefix
    ? [preferred(`Renumber \`${subnet.name}\` to ${printPrefix(prefix)}, which is free`, ...renumber(subnet, prefix, context))]
    : [];
}

function freshSubnet(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  if (!subnet) return [];
  const { version } = subnet.prefix.address;
  const start: Prefix =
    version === 4 ? { address: createAddress(4, 0x0a000000n), length: 24 } : { address: createAddress(6, 0xfd00n << 112n), length: 64 };
  const prefix = context.free.prefix(start, subnet.tenant);
  return prefix ? [preferred(`Change to ${printPrefix(prefix)}, which is free`, ...renumber(subnet, prefix, context))] : [];
}

/** The first address that is nobody's and in no pool that is written. */
function moveGateway(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  if (!subnet) return [];
  const node = context.nodeAt(finding.place);
  const range = hostRange(subnet);
  const gateway = firstOutside(
    range,
    subnet.pools,
    new Set(compact([subnet.dhcp.address, ...pinnedIn(subnet, context)]).map((a) => a.value)),
  );
  return [
    ...(gateway ? [preferred(`Change to \`${printAddress(gateway)}\``, replace(finding.place, printAddress(gateway)))] : []),
    ...(node && ast.isSetting(node) ? [possible('Change to `none`', replace(finding.place, 'none'))] : []),
  ];
}

function pinnedIn(subnet: Subnet, { relations }: FixContext): readonly IpAddress[] {
  return relations.portsOn(subnet.network).flatMap(({ addresses }) => addresses);
}

function firstOutside({ first, last }: AddressRange, pools: readonly AddressRange[], taken: ReadonlySet<bigint>): IpAddress | undefined {
  for (let value = first.value; value <= last.value; value += 1n) {
    const address = createAddress(first.version, value);
    const pool = pools.find((candidate) => rangeContains(candidate, address));
    if (pool) value = pool.last.value;
    else if (!taken.has(value)) return address;
  }
  return undefined;
}

function cutPool(finding: Finding, context: FixContext): readonly Fix[] {
  const gateway = parseAddress(String(finding.data.gateway));
  const pool = subnetOf(finding, context)?.pools.find((candidate) => gateway && rangeContains(candidate, gateway));
  if (!gateway || !pool) return [];
  const parts = [
    { first: pool.first, last: offsetAddress(gateway, -1n) },
    { first: offsetAddress(gateway, 1n), last: pool.last },
  ].filter(({ first, last }) => first.value <= last.value);
  if (parts.length === 0 || pool.first.value === pool.last.value) return [];
  return rewriteRange(finding, pool, parts.map(printRange).join(', '), 'Leave the gateway out of the pool', context);
}

function clampPool(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  if (!subnet) return [];
  const whole = hostRange(subnet);
  const pool = subnet.pools.find(
    (candidate) => !isWithin(candidate, whole) && context.textAt(finding.place).includes(printRange(candidate)),
  );
  if (!pool) return [];
  const others = subnet.pools.filter((other) => other !== pool);
  const gateway = gatewayOf(subnet);
  const cut = rangesOverlap(pool, whole) ? { first: max(pool.first, whole.first), last: min(pool.last, whole.last) } : whole;
  const isFree = !others.some((other) => rangesOverlap(other, cut)) && !(gateway && rangeContains(cut, gateway));
  if (isFree) return rewriteRange(finding, pool, printRange(cut), 'Cut the pool to its subnet', context);
  const start = gateway?.value === cut.first.value ? { first: offsetAddress(gateway, 1n), last: cut.last } : undefined;
  if (!start || others.some((other) => rangesOverlap(other, start))) return [];
  return rewriteRange(finding, pool, printRange(start), 'Put the pool inside its subnet', context);
}

function isWithin({ first, last }: AddressRange, whole: AddressRange): boolean {
  return rangeContains(whole, first) && rangeContains(whole, last);
}

function max(a: IpAddress, b: IpAddress): IpAddress {
  return a.version === b.version && a.value >= b.value ? a : b;
}

function min(a: IpAddress, b: IpAddress): IpAddress {
  return a.version === b.version && a.value <= b.value ? a : b;
}

/** Starts the second pool behind the first; one that lies inside the first goes. */
function partPools(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const pools = subnet?.pools.filter(({ first, last }) => first.value <= last.value) ?? [];
  const other = pools.find((pool) => printRange(pool) === finding.data.other);
  const pool = pools.find((candidate) => candidate !== other && context.textAt(finding.place).includes(printRange(candidate)));
  if (!other || !pool) return [];
  if (pool.last.value <= other.last.value) {
    const node = context.nodeAt(finding.place);
    return node && ast.isSetting(node) && node.values.length === 1 ? [preferred('Remove the pool inside the other', removeNode(node))] : [];
  }
  const rest = { first: offsetAddress(other.last, 1n), last: pool.last };
  return rewriteRange(finding, pool, printRange(rest), 'Start the pool behind the other', context);
}

function rewriteRange({ place }: Finding, pool: AddressRange, text: string, title: string, context: FixContext): readonly Fix[] {
  const old = context.textAt(place);
  const written = old
    .split(',')
    .find((part) => part.replaceAll(/\s/g, '') === printRange(pool) || part.trim() === printAddress(pool.first));
  return written === undefined ? [] : [preferred(`${title}: \`${text}\``, replace(place, old.replace(written.trim(), text)))];
}

function rewritePool(place: Finding['place'], turned: string, title: string, context: FixContext): readonly Fix[] {
  const [first, last] = turned.split('..');
  const old = context.textAt(place);
  const written = old.split(',').find((part) => part.replaceAll(/\s/g, '') === `${last ?? ''}..${first ?? ''}`);
  return written === undefined ? [] : [preferred(`${title}: \`${turned}\``, replace(place, old.replace(written.trim(), turned)))];
}

/** Another address of the subnet, one that is free. */
function moveAddress(finding: Finding, context: FixContext): readonly Fix[] {
  const old = String(finding.data.address);
  const wanted = parseAddress(old);
  const subnets = subnetsFor(finding, context);
  const subnet =
    subnets.find(({ prefix }) => wanted && prefixContains(prefix, wanted)) ??
    subnets.find(({ prefix }) => prefix.address.version === wanted?.version);
  const address = subnet && context.free.address(subnet);
  if (!address) return [];
  const text = printAddress(address);
  const change = putAddress(finding, old, text, context);
  return change ? [preferred(`Change to \`${text}\`, which is free`, change)] : [];
}

/** The subnets a port, interface or DHCP service may take its address from. */
function subnetsFor({ element }: Finding, { relations }: FixContext): readonly Subnet[] {
  if (element === undefined) return [];
  const { topology } = relations;
  const port = relations.port(element);
  if (port) return relations.subnetsOf(port.network);
  const gateway = topology.routers.find((router) => router.gateway?.id === element)?.gateway;
  if (gateway) return relations.subnetsOf(gateway.network);
  const item = topology.routers.flatMap(({ interfaces }) => interfaces).find(({ id }) => id === element);
  return compact([item ? relations.subnet(item.subnet) : topology.subnets.find(({ dhcp }) => dhcp.id === element)]);
}

/** In place of the old address where that is written, else as a pin of the interface. */
function putAddress({ place, element }: Finding, old: string, text: string, context: FixContext): FixChange | undefined {
  const written = context.textAt(place);
  const word = written.split(/[\s,]+/).find((candidate) => candidate === old || sameText(candidate, old));
  if (word !== undefined) return replace(place, written.replace(word, text));
  const node = context.nodeOf(element);
  return element !== undefined && elementKind(element) === 'interface' && node ? addInside(node, `ip ${text}`) : undefined;
}

function sameText(a: string, b: string): boolean {
  const address = parseAddress(a);
  return address !== undefined && printAddress(address) === b;
}

/** Pools that are used up: without them the whole subnet is one. */
function widenPool(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = context.relations.topology.subnets.find(({ id }) => id === finding.data.subnet);
  const node = context.nodeOf(subnet?.id);
  if (!subnet || !ast.isSubnet(node) || subnet.pools.length === 0) return [];
  const pools = node.properties.filter((property) => ast.isSetting(property) && property.key === 'pool');
  const spare = context.free.address({ ...subnet, pools: [] });
  return spare ? [preferred('Let the whole subnet be the pool', ...removeNodes(pools))] : [];
}

function switchDhcpOff(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = subnetOf(finding, context);
  const node = context.nodeOf(subnet?.id);
  if (!subnet || !node) return [];
  const written = subnet.places.properties.dhcp;
  return [preferred('Switch DHCP off', written ? replace(written, 'off') : addInside(node, 'dhcp off'))];
}

/** The subnet the next hop lies on, joined to the router. */
function addInterface(finding: Finding, context: FixContext): readonly Fix[] {
  const router = finding.element === undefined ? undefined : context.relations.router(finding.element);
  const node = context.nodeOf(finding.element);
  const nextHop = parseAddress(String(finding.data.nextHop));
  if (!router || !node || !nextHop) return [];
  return context.relations.topology.subnets
    .filter(({ tenant, prefix }) => tenant === router.tenant && prefixContains(prefix, nextHop))
    .filter((subnet) => gatewayOf(subnet) && context.relations.interfacesOn(subnet.id).length === 0)
    .map((subnet) => possible(`Add \`interface ${subnet.name}\``, addInside(node, `interface ${subnet.name}`)));
}
