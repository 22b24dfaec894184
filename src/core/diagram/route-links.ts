import type { PlacedLink, Point } from './placed-graph.ts';
import { type Placement, bottomOf, topOf } from './placement.ts';
import type { WiringGraph } from './wiring-graph.ts';

/** The wires inside hosts: from a lower edge to the upper edge straight below it, with a step where the two are not in line. */
export function routeInsideHosts(placement: Placement, graph: WiringGraph): PlacedLink[] {
  return graph.links
    .filter(({ kind }) => kind === 'plug' || kind === 'internal' || kind === 'patch')
    .map((link) => {
      const to = topOf(placement.boxOf(link.to));
      const from = placement.boxOf(link.from);
      const start = bottomOf(from);
      // A wide box gives the wire wherever its other end is.
      const x = to.x >= from.x + 6 && to.x <= from.x + from.width - 6 ? to.x : start.x;
      return { link, points: stepDown({ x, y: start.y }, to), label: undefined };
    });
}

/** Down, across half-way, down: or straight where the ends are in line. */
export function stepDown(from: Point, to: Point): Point[] {
  if (from.x === to.x) return [from, to];
  const middle = (from.y + to.y) / 2;
  return [from, { x: from.x, y: middle }, { x: to.x, y: middle }, to];
}
