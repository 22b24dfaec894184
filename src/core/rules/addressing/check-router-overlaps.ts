import { compact } from '#core/base';
import { createFinding } from '#core/diagnostics';
import { type Router, type RouterInterface, type Subnet, placeOf } from '#core/model';
import { printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { type Overlap, coveredBy, findOverlaps } from '../find-overlaps.ts';
import type { Rule } from '../rule.ts';

/** OST2003: subnets on one router must not overlap, or its routing table has two ways to one address (neutron-dataplane 9.5). */
export const checkRouterOverlaps: Rule = ({ topology, subnet }) =>
  topology.routers.flatMap((router) => {
    const connected = compact(router.interfaces.map((item) => attach(item, subnet(item.subnet))));
    return findOverlaps(connected.map((attached) => coveredBy(attached, attached.subnet.prefix)))
      .filter(({ item, other }) => item.subnet.network !== other.subnet.network) // two of one network are OST2002
      .map((overlap) => overlapFinding(router, overlap));
  });

interface Attached {
  readonly item: RouterInterface;
  readonly subnet: Subnet;
}

function attach(item: RouterInterface, subnet: Subnet | undefined): Attached | undefined {
  return subnet && { item, subnet };
}

function overlapFinding(router: Router, { item, other }: Overlap<Attached>) {
  const [own, theirs] = [printPrefix(item.subnet.prefix), printPrefix(other.subnet.prefix)];
  const message = `${describeElement(router)} joins ${describeElement(item.subnet)} (${own}) and ${describeElement(other.subnet)} (${theirs}), which overlap: its routing table would send packets for one into the other. Renumber one of them or use two routers.`;
  return createFinding('OST2003', {
    message,
    place: placeOf(item.item, 'interface'),
    related: [
      { message: `the other interface, on ${theirs}`, place: placeOf(other.item, 'interface') },
      { message: `${own} is declared here`, place: placeOf(item.subnet, 'cidr') },
    ],
    element: item.item.id,
    data: { other: other.item.id },
  });
}
