import { groupBy, indexBy, known } from '#core/base';
import type { PortSide, WiringGraph, WiringLink, WiringNode } from './wiring-graph.ts';

/** Walks a graph: what lies in a box, and what hangs on the other end of its lines. */
export interface GraphLookup {
  readonly node: (id: string) => WiringNode;
  readonly inside: (parent: string) => readonly WiringNode[];
  readonly tabs: (parent: string, side: PortSide) => readonly WiringNode[];
  readonly linksOf: (id: string) => readonly WiringLink[];
  /** The box at the other end of a line. */
  readonly farEnd: (link: WiringLink, id: string) => WiringNode;
}

/** Builds the lookup of a graph. */
export function indexGraph(graph: WiringGraph): GraphLookup {
  const nodes = indexBy(graph.nodes, (node) => node.id);
  const byParent = groupBy(graph.nodes, (node) => node.parent);
  const links = groupBy(
    graph.links.flatMap((link) => [link.from, link.to].map((end) => ({ end, link }))),
    ({ end }) => end,
  );
  const node = (id: string): WiringNode => known(nodes.get(id), `a box ${id}`);
  const inside = (parent: string): readonly WiringNode[] => byParent.get(parent) ?? [];
  return {
    node,
    inside,
    tabs: (parent, side) => inside(parent).filter((child) => child.kind === 'port' && child.side === side),
    linksOf: (id) => (links.get(id) ?? []).map(({ link }) => link),
    farEnd: (link, id) => node(link.from === id ? link.to : link.from),
  };
}
