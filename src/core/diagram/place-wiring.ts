import { sortedBy } from '#core/base';
import { type GraphLookup, indexGraph } from './graph-lookup.ts';
import { SPACE } from './host-columns.ts';
import { labelBoxSize, sum } from './node-label.ts';
import { type HostShape, commonRows, hostHeight, placeHost, shapeHost } from './place-host.ts';
import { placeLegend } from './place-legend.ts';
import { placeTrunks } from './place-trunks.ts';
import type { PlacedGraph } from './placed-graph.ts';
import { type Placement, createPlacement } from './placement.ts';
import { routeInsideHosts } from './route-links.ts';
import type { WiringGraph, WiringNode } from './wiring-graph.ts';

/** Distances between hosts and around the picture, in CSS pixels. */
export const MARGIN = { page: 20, title: 34, host: 44, row: 74, below: 24 } as const;

/** Hosts stand in one row up to this width, and always when tunnels run between them; else in several, somewhat wider than high. */
const WIDEST_ROW = 4200;

/**
 * Lays out the wiring of hosts. A host has a shape of its own (guests over br-int over the other bridges), in which every wire runs straight, so
 * nothing has to be searched for: hosts stand side by side with their bridges level, and what joins them lies below.
 */
export function placeWiring(graph: WiringGraph): PlacedGraph {
  const lookup = indexGraph(graph);
  const shapes = graph.nodes.filter(({ kind }) => kind === 'host').map((host) => shapeHost(lookup, host));
  const switching = shapes.filter(({ integration }) => integration !== undefined);
  const plain = shapes.filter(({ integration }) => integration === undefined);
  const placement = createPlacement();
  const rows = commonRows(switching);
  const hasPairs = graph.links.some(({ kind, to }) => kind === 'tunnel' && lookup.node(to).kind === 'port');
  const lines = hasPairs ? [switching] : splitRows(switching, hostHeight(rows));
  const inRows = lines.length > 1;
  const left = MARGIN.page + (inRows ? trunkWidth(graph) : 0);

  let y = MARGIN.title;
  let right = left;
  for (const line of lines) {
    let x = left;
    for (const shape of line) {
      placeHost(placement, lookup, shape, rows, { x, y }, tunnelOrder(lookup, line));
      x += shape.width + MARGIN.host;
    }
    right = Math.max(right, x - MARGIN.host);
    y += hostHeight(rows) + (inRows ? MARGIN.row : 0);
  }
  const trunks = placeTrunks(placement, lookup, graph, { left: MARGIN.page, right, top: MARGIN.title, bottom: y, inRows });
  const below = trunks.bottom + (trunks.bottom > MARGIN.title ? MARGIN.below : 0);
  const legend = placeLegend(graph, { x: MARGIN.page, y: below });
  const plainArea = placePlain(placement, plain, {
    x: legend.box ? legend.right + MARGIN.below : MARGIN.page,
    y: below,
    right: trunks.right,
  });
  return {
    graph,
    width: Math.ceil(Math.max(right, legend.right, trunks.right, plainArea.right) + MARGIN.page),
    height: Math.ceil(Math.max(legend.bottom, plainArea.bottom) + MARGIN.page),
    nodes: placement.nodes(),
    links: [...routeInsideHosts(placement, graph), ...trunks.links],
    keys: legend.keys,
    samples: legend.samples,
    legend: legend.box,
  };
}

/** Hosts without Open vSwitch: small boxes beside the legend, from left to right and then below. */
function placePlain(
  placement: Placement,
  hosts: readonly HostShape[],
  area: { x: number; y: number; right: number },
): { right: number; bottom: number } {
  let [x, y, right, bottom] = [area.x, area.y, area.x, area.y];
  for (const { host } of hosts) {
    const { width, height } = labelBoxSize(host);
    if (x > area.x && x + width > area.right) [x, y] = [area.x, bottom + SPACE.group];
    const box = { x, y, width: width + 8, height: height + 6 };
    placement.put(host, box, 'header');
    [right, bottom] = [Math.max(right, x + box.width), y + box.height];
    x += box.width + SPACE.group;
  }
  return { right, bottom };
}

/** Room at the left for the underlay and the physical networks, which stand upright where hosts stand in rows. */
function trunkWidth(graph: WiringGraph): number {
  return 60 * graph.nodes.filter(({ kind }) => kind === 'underlay' || kind === 'physical-network').length + 20;
}

function splitRows(shapes: readonly HostShape[], height: number): (readonly HostShape[])[] {
  const total = sum(shapes.map(({ width }) => width + MARGIN.host));
  if (total <= WIDEST_ROW) return [shapes];
  const rowWidth = Math.max(WIDEST_ROW / 2, Math.sqrt(total * (height + MARGIN.row) * 1.6));
  const rows: HostShape[][] = [];
  let x = Infinity;
  for (const shape of shapes) {
    if (x + shape.width > rowWidth) {
      rows.push([]);
      x = 0;
    }
    rows.at(-1)?.push(shape);
    x += shape.width + MARGIN.host;
  }
  return rows;
}

/**
 * Tunnel tabs that lead left stand left, nearest first; those that lead right stand right, nearest last: with the long
 * tunnels lying below the short ones no two of them cross.
 */
function tunnelOrder(lookup: GraphLookup, row: readonly HostShape[]): (tabs: readonly WiringNode[]) => readonly WiringNode[] {
  const position = new Map(row.map(({ host }, i) => [host.title, i]));
  const key = (tab: WiringNode): number => {
    const [link] = lookup.linksOf(tab.id);
    const here = position.get(tab.host ?? '');
    const there = link && position.get(lookup.farEnd(link, tab.id).host ?? '');
    if (here === undefined || there === undefined) return 0;
    return there < here ? -row.length * 2 + (here - there) : row.length * 2 - (there - here);
  };
  return (tabs) => sortedBy(tabs, key);
}
