import { compact } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Fabric, HIGHEST_VNI, type Network, type NetworkSegment, placeOf, vniName } from '#core/model';
import { describeElement } from '../describe-element.ts';
import { type Repeat, findRepeats } from '../find-repeats.ts';
import { onBothPlaces } from '../on-both-places.ts';
import type { Rule } from '../rule.ts';

/** OST3001 a VNI twice, OST3002 out of range, OST3003 outside the fabric's range. VXLAN, GRE and Geneve count apart (neutron-dataplane 9.1). */
export const checkVnis: Rule = ({ topology: { fabric, networks } }) => {
  const pinned = networks.flatMap((network): Pinned[] => {
    const { segment } = network;
    return segment.kind === 'overlay' && segment.vni !== undefined ? [{ network, type: segment.type, vni: segment.vni }] : [];
  });
  const [possible, impossible] = [pinned.filter(isPossible), pinned.filter((item) => !isPossible(item))];
  const repeats = findRepeats(possible, ({ type, vni }) => `${type} ${String(vni)}`);
  const repeated = new Set(repeats.map(({ repeat }) => repeat));
  return [
    ...onBothPlaces(repeats.map(repeatFinding)),
    ...impossible.map(impossibleFinding),
    ...compact(possible.filter((item) => !repeated.has(item)).map((item) => outsideRange(fabric, item))),
  ];
};

interface Pinned {
  readonly network: Network;
  readonly type: Extract<NetworkSegment, { kind: 'overlay' }>['type'];
  readonly vni: number;
}

function isPossible({ type, vni }: Pinned): boolean {
  return vni >= 1 && vni <= HIGHEST_VNI[type];
}

function repeatFinding({ first, repeat }: Repeat<Pinned>): Finding {
  const name = vniName(repeat.type);
  const message = `${describeElement(repeat.network)} has ${name} ${String(repeat.vni)}, which ${describeElement(first.network)} already has: at the far end of a tunnel their frames cannot be told apart, so the two would be one network. Take a free ${name}, or let it be derived.`;
  return createFinding('OST3001', {
    message,
    place: placeOf(repeat.network, 'vni'),
    related: [{ message: `${name} ${String(first.vni)} is first used here`, place: placeOf(first.network, 'vni') }],
    element: repeat.network.id,
    data: { vni: repeat.vni, other: first.network.id },
  });
}

function impossibleFinding({ network, type, vni }: Pinned): Finding {
  const message = `${vniName(type)} ${String(vni)} does not exist: ${type} has 1..${String(HIGHEST_VNI[type])}, so no tunnel could carry ${describeElement(network)}. Take one of these, or let it be derived; until then a free one is planned.`;
  return createFinding('OST3002', {
    message,
    place: placeOf(network, 'vni'),
    element: network.id,
    data: { vni, highest: HIGHEST_VNI[type] },
  });
}

function outsideRange(fabric: Fabric, { network, type, vni }: Pinned): Finding | undefined {
  const range = fabric.overlay.vniRange;
  if (!range || type !== fabric.overlay.type || range.first > range.last || (range.first <= vni && vni <= range.last)) return undefined;
  const message = `${vniName(type)} ${String(vni)} of ${describeElement(network)} lies outside the fabric's range ${String(range.first)}..${String(range.last)}: it works, but only an administrator can make such a network. Take one of the range, or widen it.`;
  return createFinding('OST3003', {
    message,
    place: placeOf(network, 'vni'),
    related: [
      { message: 'the range of the fabric', place: placeOf(fabric, fabric.places.properties['overlay.vni'] ? 'overlay.vni' : 'overlay') },
    ],
    element: network.id,
    data: { vni, first: range.first, last: range.last },
  });
}
