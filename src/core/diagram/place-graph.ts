import { applyLayout } from './apply-layout.ts';
import { type LayoutKernel, layoutRequest } from './layout-request.ts';
import { placeWiring } from './place-wiring.ts';
import type { PlacedGraph } from './placed-graph.ts';
import type { WiringGraph } from './wiring-graph.ts';

/** Gives every box and line of a picture its place. Hosts have a shape of their own; the whiteboard is any graph and is left to the layout kernel. */
export async function placeGraph(graph: WiringGraph, kernel: LayoutKernel): Promise<PlacedGraph> {
  if (graph.view.kind !== 'logical') return placeWiring(graph);
  return applyLayout(graph, await kernel(layoutRequest(graph)));
}
