import { known } from '#core/base';
import type { Box, LabelSpot, PlacedNode, Point } from './placed-graph.ts';
import type { WiringNode } from './wiring-graph.ts';

/** Boxes that have found their place, in the order they are drawn. */
export interface Placement {
  readonly put: (node: WiringNode, box: Box, label?: LabelSpot) => void;
  readonly boxOf: (id: string) => Box;
  readonly nodes: () => readonly PlacedNode[];
}

/** Starts with no box placed. */
export function createPlacement(): Placement {
  const placed = new Map<string, PlacedNode>();
  return {
    put: (node, box, label = 'middle') => {
      placed.set(node.id, { node, box: roundBox(box), label });
    },
    boxOf: (id) => known(placed.get(id), `a place for ${id}`).box,
    nodes: () => [...placed.values()],
  };
}

function roundBox({ x, y, width, height }: Box): Box {
  return { x: Math.round(x), y: Math.round(y), width: Math.round(width), height: Math.round(height) };
}

/** The middle of a box's upper edge. */
export function topOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y };
}

/** The middle of a box's lower edge. */
export function bottomOf(box: Box): Point {
  return { x: box.x + box.width / 2, y: box.y + box.height };
}
