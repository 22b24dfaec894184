import type { Finding, FindingCode } from '#core/diagnostics';
import { gatewayOf, hostRange } from '#core/model';
import {
  type AddressRange,
  type IpAddress,
  offsetAddress,
  parseAddress,
  printAddress,
  printRange,
  rangeContains,
  rangesOverlap,
} from '#core/net';
import * as ast from '../generated/ast.ts';
import { removeNode, removeNodes } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, preferred, replaceItem } from './fix.ts';
import { subnetOf } from './subnet-range-fixes.ts';

/** Allocation pools. */
export const POOL_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST2007: cutPool,
  OST2008: clampPool,
  OST2009: swapEnds,
  OST2010: partPools,
  OST2015: widenPool,
};

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
  const isMeant = (item: string) => item.replaceAll(/\s/g, '') === printRange(pool) || item === printAddress(pool.first);
  return rewriteItem(place, isMeant, text, title, context);
}

function swapEnds({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const turned = String(data.pool);
  const written = turned.split('..').reverse().join('..');
  return rewriteItem(place, (item) => item.replaceAll(/\s/g, '') === written, turned, 'Swap the ends', context);
}

function rewriteItem(
  place: Finding['place'],
  isMeant: (item: string) => boolean,
  text: string,
  title: string,
  context: FixContext,
): readonly Fix[] {
  const change = replaceItem(place, context.textAt(place), isMeant, text);
  return change ? [preferred(`${title}: \`${text}\``, change)] : [];
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
