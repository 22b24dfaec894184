import type { LinkKind, NetworkKey, WiringGraph, WiringLink, WiringNode } from './wiring-graph.ts';

/** A place in the picture, in CSS pixels from its top left corner. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A rectangle by its top left corner. */
export interface Box extends Point {
  readonly width: number;
  readonly height: number;
}

/**
 * Where the label stands in its box: in the middle, in the header, in the footer, upright along the
 * box, or in the middle of what two rows of tabs leave free (from `top`, `height` high, from the picture's top).
 */
export type LabelSpot = 'middle' | 'header' | 'footer' | 'upright' | { readonly top: number; readonly height: number };

/** A box with its place. */
export interface PlacedNode {
  readonly node: WiringNode;
  readonly box: Box;
  readonly label: LabelSpot;
}

/** A line with its bends; `label` is the middle of its label. */
export interface PlacedLink {
  readonly link: WiringLink;
  readonly points: readonly Point[];
  readonly label: Point | undefined;
}

/** A network's line of the legend with its place. */
export interface PlacedKey {
  readonly key: NetworkKey;
  readonly box: Box;
}

/** A kind of line in the legend with its place. */
export interface PlacedSample {
  readonly kind: LinkKind;
  readonly box: Box;
}

/** A picture that is ready to be drawn: containers stand before what they contain. */
export interface PlacedGraph {
  readonly graph: WiringGraph;
  readonly width: number;
  readonly height: number;
  readonly nodes: readonly PlacedNode[];
  readonly links: readonly PlacedLink[];
  readonly keys: readonly PlacedKey[];
  readonly samples: readonly PlacedSample[];
  /** The legend's frame, where the picture has a legend. */
  readonly legend: Box | undefined;
}
