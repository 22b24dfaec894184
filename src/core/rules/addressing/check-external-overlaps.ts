import { compact, groupBy } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Network, type Relations, type Router, type RouterInterface, type Subnet, placeOf } from '#core/model';
import { printPrefix } from '#core/net';
import { describeElement } from '../describe-element.ts';
import { type Overlap, coveredBy, findOverlaps } from '../find-overlaps.ts';
import type { Rule } from '../rule.ts';

/** OST2022 external networks of one physical network that overlap, OST2023 a router's interfaces and any subnet of its external network (neutron-dataplane 9.5). */
export const checkExternalOverlaps: Rule = (relations) => [
  ...betweenNetworks(relations),
  ...relations.topology.routers.flatMap((router) => onRouter(relations, router)),
];

/** Overlay networks have no physical network in common. */
function physicalOf({ segment }: Network): string | undefined {
  return segment.kind === 'vlan' || segment.kind === 'flat' ? segment.physicalNetwork : undefined;
}

function betweenNetworks({ externalNetworks, subnetsOf }: Relations): readonly Finding[] {
  const byPhysical = groupBy(externalNetworks, physicalOf);
  byPhysical.delete(undefined);
  return [...byPhysical].flatMap(([physical, networks]) => {
    const subnets = networks.flatMap(({ id }) => subnetsOf(id));
    return findOverlaps(subnets.map((subnet) => coveredBy(subnet, subnet.prefix)))
      .filter(({ item, other }) => item.network !== other.network) // two of one network are OST2002
      .map((overlap) => externalFinding(physical ?? '', overlap));
  });
}

function externalFinding(physical: string, { item, other }: Overlap<Subnet>): Finding {
  const message = `${describeElement(item)} (${printPrefix(item.prefix)}) overlaps ${describeElement(other)} (${printPrefix(other.prefix)}), and both are outside addresses on \`${physical}\`: the world beyond has one way to an address, so answers come back on one of the two only. Give it a range of its own.`;
  return createFinding('OST2022', {
    message,
    place: placeOf(item, 'cidr'),
    related: [{ message: `overlaps ${printPrefix(other.prefix)} here`, place: placeOf(other, 'cidr') }],
    element: item.id,
    data: { other: other.id },
  });
}

/** A subnet on the router: by an interface, or by its external network. */
interface Attached {
  readonly subnet: Subnet;
  readonly item: RouterInterface | undefined;
}

function onRouter({ network: networkOf, subnet: subnetOf, subnetsOf }: Relations, router: Router): readonly Finding[] {
  const { gateway } = router;
  if (!gateway || !networkOf(gateway.network)?.external) return []; // one that is not external is OST4019
  const inside = router.interfaces.flatMap((item): Attached[] => {
    const subnet = subnetOf(item.subnet);
    return subnet ? [{ subnet, item }] : [];
  });
  const outside = subnetsOf(gateway.network).map((subnet): Attached => ({ subnet, item: undefined }));
  const overlaps = findOverlaps([...inside, ...outside].map((attached) => coveredBy(attached, attached.subnet.prefix)));
  return compact(
    overlaps.map(({ item, other }) => {
      const [own, external] = item.item ? [item, other] : [other, item];
      return own.item && !external.item ? routerFinding(router, own.item, own.subnet, external.subnet) : undefined;
    }),
  );
}

function routerFinding(router: Router, item: RouterInterface, own: Subnet, external: Subnet): Finding {
  const message = `${describeElement(router)} joins ${describeElement(own)} (${printPrefix(own.prefix)}), which overlaps ${printPrefix(external.prefix)} of its external network: it could not tell inside from outside, and Neutron refuses it. Renumber one of them, or use another router.`;
  return createFinding('OST2023', {
    message,
    place: placeOf(item, 'interface'),
    related: [
      { message: `${printPrefix(external.prefix)} of the external network`, place: placeOf(external, 'cidr') },
      ...(router.gateway ? [{ message: 'the gateway', place: placeOf(router.gateway, 'external') }] : []),
    ],
    element: item.id,
    data: { other: external.id },
  });
}
