import { createFinding } from '#core/diagnostics';
import { type Subnet, placeOf } from '#core/model';
import { printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { type Overlap, coveredBy, findOverlaps } from '../find-overlaps.ts';
import type { Rule } from '../rule.ts';

/** OST2002: subnets of one network must not overlap. Those of different networks may: nothing joins them. */
export const checkSubnetOverlaps: Rule = ({ topology, subnetsOf }) =>
  topology.networks.flatMap((network) =>
    findOverlaps(subnetsOf(network.id).map((subnet) => coveredBy(subnet, subnet.prefix))).map(overlapFinding),
  );

function overlapFinding({ item, other }: Overlap<Subnet>) {
  const message = `${describeElement(item)} (${printPrefix(item.prefix)}) overlaps ${describeElement(other)} (${printPrefix(other.prefix)}) of the same network: one address would belong to two subnets and answer for two guests. Give it a range of its own.`;
  return createFinding('OST2002', {
    message,
    place: placeOf(item, 'cidr'),
    related: [{ message: `overlaps ${printPrefix(other.prefix)} here`, place: placeOf(other, 'cidr') }],
    element: item.id,
    data: { other: other.id },
  });
}
