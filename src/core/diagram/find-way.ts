import type { NodeKind, WiringGraph } from './wiring-graph.ts';

/** The boxes and lines between two boxes, both ends included. */
export interface Way {
  readonly nodes: readonly string[];
  readonly links: readonly string[];
}

/** Finds what lies between two boxes a packet was seen in one after the other. */
export interface WayFinder {
  /** The shortest way along lines and from boxes to their tabs that passes through tabs, devices and (on the whiteboard) networks only. */
  readonly between: (from: string, to: string) => Way | undefined;
  /** The line between two boxes, where there is one. */
  readonly directly: (from: string, to: string) => string | undefined;
}

/** What a packet gets through without being seen; it does not cross a bridge unseen. */
const PASSABLE: ReadonlySet<NodeKind> = new Set<NodeKind>(['port', 'device', 'network', 'nic']);

interface Edge {
  readonly to: string;
  /** `undefined`: from a box to a tab or device on it. */
  readonly link: string | undefined;
}

type Steps = ReadonlyMap<string, { readonly node: string; readonly link: string | undefined } | undefined>;

/** Builds the finder of a graph. */
export function createWayFinder(graph: WiringGraph): WayFinder {
  const edges = edgesOf(graph);
  const passable = new Set(graph.nodes.filter(({ kind }) => PASSABLE.has(kind)).map(({ id }) => id));
  return {
    directly: (from, to) => (edges.get(from) ?? []).find((edge) => edge.to === to)?.link,
    between: (from, to) => {
      const cameFrom = new Map<string, { readonly node: string; readonly link: string | undefined } | undefined>([[from, undefined]]);
      const queue = [from];
      for (const current of queue) {
        if (current === to) return traceBack(cameFrom, to);
        if (current !== from && !passable.has(current)) continue;
        for (const edge of edges.get(current) ?? []) {
          if (cameFrom.has(edge.to)) continue;
          cameFrom.set(edge.to, { node: current, link: edge.link });
          queue.push(edge.to);
        }
      }
      return undefined;
    },
  };
}

function traceBack(cameFrom: Steps, end: string): Way {
  const nodes = [end];
  const links: string[] = [];
  for (let step = cameFrom.get(end); step; step = cameFrom.get(step.node)) {
    nodes.unshift(step.node);
    if (step.link !== undefined) links.unshift(step.link);
  }
  return { nodes, links };
}

function edgesOf(graph: WiringGraph): Map<string, Edge[]> {
  const edges = new Map<string, Edge[]>();
  const add = (a: string, b: string, link: string | undefined): void => {
    for (const [from, to] of [
      [a, b],
      [b, a],
    ] as const) {
      const list = edges.get(from);
      if (list) list.push({ to, link });
      else edges.set(from, [{ to, link }]);
    }
  };
  for (const { id, from, to } of graph.links) add(from, to, id);
  for (const { id, kind, parent } of graph.nodes)
    if (parent !== undefined && (kind === 'port' || kind === 'device')) add(parent, id, undefined);
  return edges;
}
