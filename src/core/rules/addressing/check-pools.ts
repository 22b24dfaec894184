import { type Finding, createFinding } from '#core/diagnostics';
import { type Subnet, hostRange, placeOf } from '#core/model';
import { type AddressRange, printPrefix, printRange, rangeContains } from '#core/net';
import { describeElement, nthPlace } from '../describe-element.ts';
import { type Overlap, findOverlaps } from '../find-overlaps.ts';
import type { Rule } from '../rule.ts';

/** OST2008 outside the subnet, OST2009 reversed, OST2010 overlapping. */
export const checkPools: Rule = ({ topology }) =>
  topology.subnets.flatMap((subnet) => {
    const pools = subnet.pools.map((range, index) => ({ range, index }));
    const reversed = pools.filter(({ range }) => range.first.value > range.last.value);
    const forward = pools.filter((pool) => !reversed.includes(pool));
    const whole = hostRange(subnet);
    return [
      ...reversed.map((pool) => reversedFinding(subnet, pool)),
      ...forward
        .filter(({ range }) => !rangeContains(whole, range.first) || !rangeContains(whole, range.last))
        .map((pool) => outsideFinding(subnet, pool, whole)),
      ...findOverlaps(forward.map((pool) => ({ item: pool, ...pool.range }))).map((overlap) => overlapFinding(subnet, overlap)),
    ];
  });

interface Pool {
  readonly range: AddressRange;
  readonly index: number;
}

function reversedFinding(subnet: Subnet, { range, index }: Pool): Finding {
  const turned = printRange({ first: range.last, last: range.first });
  const message = `the pool ${printRange(range)} ends before it starts, so it has no address to give. Write \`${turned}\`.`;
  return createFinding('OST2009', { message, place: nthPlace(subnet, 'pool', index), element: subnet.id, data: { pool: turned } });
}

function outsideFinding(subnet: Subnet, { range, index }: Pool, whole: AddressRange): Finding {
  const message = `the pool ${printRange(range)} reaches outside the host addresses of ${describeElement(subnet)} (${printPrefix(subnet.prefix)}): guests given an address out there could not reach anyone. Stay within ${printRange(whole)}.`;
  return createFinding('OST2008', {
    message,
    place: nthPlace(subnet, 'pool', index),
    related: [{ message: `the subnet is ${printPrefix(subnet.prefix)}`, place: placeOf(subnet, 'cidr') }],
    element: subnet.id,
    data: { range: printRange(whole) },
  });
}

function overlapFinding(subnet: Subnet, { item, other }: Overlap<Pool>): Finding {
  const message = `the pools ${printRange(other.range)} and ${printRange(item.range)} of ${describeElement(subnet)} overlap: an address could be given twice, and Neutron refuses it. Join them into one.`;
  return createFinding('OST2010', {
    message,
    place: nthPlace(subnet, 'pool', item.index),
    related: [{ message: 'overlaps this pool', place: nthPlace(subnet, 'pool', other.index) }],
    element: subnet.id,
    data: { other: printRange(other.range) },
  });
}
