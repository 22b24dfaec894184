import type { ElementId } from '#core/base';
import { NETWORK_COLOURS } from './diagram-styles.ts';
import type { WiringGraph } from './wiring-graph.ts';

/** A network's place in the palette. */
export type NetworkColour = (network: ElementId) => number | undefined;

/** Looks networks up by id; networks beyond the palette use it again from the start. */
export function colourIndex(graph: WiringGraph): NetworkColour {
  const colours = new Map(graph.networks.map(({ id, colour }) => [id, colour % NETWORK_COLOURS]));
  return (network) => colours.get(network);
}
