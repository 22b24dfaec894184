import { groupBy } from '#core/base';
import type { Box, PlacedGraph, Point } from './placed-graph.ts';
import type { TraceHop } from './trace-overlay.ts';

/** Of the circle a hop's number stands in, in CSS pixels. */
export const NUMBER_RADIUS = 9;

/** A hop's number with its place. */
export interface PlacedNumber {
  readonly hop: TraceHop;
  readonly middle: Point;
}

/** Numbers stand on the left edge of their box, below one another where a packet comes back to it. */
export function placeNumbers(placed: PlacedGraph, hops: readonly TraceHop[]): readonly PlacedNumber[] {
  const boxes = new Map(placed.nodes.map(({ node, box }) => [node.id, box]));
  return [...groupBy(hops, (hop) => hop.node)].flatMap(([node, there]) => {
    const box = node === undefined ? undefined : boxes.get(node);
    return box ? there.map((hop, i) => ({ hop, middle: { x: box.x, y: numberTop(box, there.length) + i * (2 * NUMBER_RADIUS + 1) } })) : [];
  });
}

/** The first number's middle: all of them centred on a high box, from the corner down on a low one. */
function numberTop({ y, height }: Box, count: number): number {
  return height > 60 ? y + height / 2 - ((count - 1) * (2 * NUMBER_RADIUS + 1)) / 2 : y + 2;
}
