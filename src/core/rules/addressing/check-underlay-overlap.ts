import { createFinding } from '#core/diagnostics';
import { placeOf } from '#core/model';
import { prefixesOverlap, printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST2004: a tenant's subnet in the underlay's range works, namespaces keep them apart, but misleads whoever reads a capture. */
export const checkUnderlayOverlap: Rule = ({ topology: { fabric, subnets } }) => {
  const { underlay } = fabric;
  if (!underlay) return [];
  return subnets
    .filter((subnet) => prefixesOverlap(subnet.prefix, underlay.prefix))
    .map((subnet) =>
      createFinding('OST2004', {
        message: `${describeElement(subnet)} (${printPrefix(subnet.prefix)}) overlaps the underlay (${printPrefix(underlay.prefix)}): its guests can never reach the hosts there, and captures show both networks under one range. Take another range.`,
        place: placeOf(subnet, 'cidr'),
        related: [{ message: 'the underlay', place: placeOf(fabric, 'underlay') }],
        element: subnet.id,
      }),
    );
};
