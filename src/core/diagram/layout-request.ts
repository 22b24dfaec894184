import { groupBy, known } from '#core/base';
import { markWidth } from './mark-size.ts';
import { labelBoxSize, sum } from './node-label.ts';
import type { Box, Point } from './placed-graph.ts';
import { measureText } from './text-style.ts';
import type { WiringGraph, WiringLink, WiringNode } from './wiring-graph.ts';

/*
 * What is exchanged with the Eclipse Layout Kernel (elkjs): the part of its JSON that is used here, https://eclipse.dev/elk/documentation/tooldevelopers/graphdatastructure/jsonformat.html.
 * The kernel itself stays outside the core: it runs in a worker of the page, or in the command line.
 */

/** A box for the layout kernel, or its answer with the place filled in (relative to the box it lies in). */
export interface ElkBox {
  readonly id: string;
  readonly width?: number;
  readonly height?: number;
  readonly x?: number;
  readonly y?: number;
  readonly layoutOptions?: Readonly<Record<string, string>>;
  readonly labels?: readonly ElkLabel[];
  readonly ports?: readonly ElkPort[];
  readonly children?: readonly ElkBox[];
  readonly edges?: readonly ElkLine[];
}

/** A point on the edge of a box where a line is fastened. */
export interface ElkPort extends Point {
  readonly id: string;
  readonly width: number;
  readonly height: number;
  readonly layoutOptions: Readonly<Record<string, string>>;
}

/** A label of a line. */
export interface ElkLabel extends Partial<Box> {
  readonly text: string;
  readonly width: number;
  readonly height: number;
}

/** A line; the answer holds its bends, relative to `container`. */
export interface ElkLine {
  readonly id: string;
  readonly sources: readonly string[];
  readonly targets: readonly string[];
  readonly labels?: readonly ElkLabel[];
  readonly container?: string;
  readonly sections?: readonly { readonly startPoint: Point; readonly endPoint: Point; readonly bendPoints?: readonly Point[] }[];
}

/** Lays a graph out: elkjs, wherever it runs. */
export type LayoutKernel = (request: ElkBox) => Promise<ElkBox>;

/** Between boxes side by side, in CSS pixels. */
const GUEST_GAP = 26;

const ROOT: Readonly<Record<string, string>> = {
  'elk.algorithm': 'layered',
  'elk.direction': 'DOWN',
  'elk.hierarchyHandling': 'INCLUDE_CHILDREN',
  'elk.edgeRouting': 'ORTHOGONAL',
  'elk.randomSeed': '1',
  'elk.padding': '[top=40,left=20,bottom=20,right=20]',
  'elk.spacing.nodeNode': String(GUEST_GAP),
  'elk.spacing.edgeNode': '16',
  'elk.spacing.edgeEdge': '12',
  'elk.spacing.componentComponent': '40',
  'elk.layered.spacing.nodeNodeBetweenLayers': '34',
  'elk.layered.spacing.edgeNodeBetweenLayers': '14',
  'elk.layered.considerModelOrder.strategy': 'NODES_AND_EDGES',
  'elk.layered.considerModelOrder.crossingCounterNodeInfluence': '0.01',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
  'elk.layered.nodePlacement.strategy': 'NETWORK_SIMPLEX',
  'elk.layered.nodePlacement.favorStraightEdges': 'true',
};

const TENANT: Readonly<Record<string, string>> = {
  'elk.padding': '[top=44,left=20,bottom=22,right=20]',
  'elk.nodeSize.constraints': 'MINIMUM_SIZE',
};

/** Asks for a layout of the whiteboard: routers over their networks over the VMs and services on them, tenants as boxes around. */
export function layoutRequest(graph: WiringGraph): ElkBox {
  const inside = groupBy(graph.nodes, (node) => node.parent);
  const board = readBoard(graph);
  const toBox = (node: WiringNode): ElkBox => {
    const children = inside.get(node.id);
    if (!children) return toLeaf(node, board);
    return {
      id: node.id,
      layoutOptions: { ...TENANT, 'elk.nodeSize.minimum': `(${labelBoxSize(node).width + 40}, 80)` },
      children: children.map(toBox),
    };
  };
  return {
    id: 'root',
    layoutOptions: ROOT,
    children: (inside.get(undefined) ?? []).map(toBox),
    edges: graph.links.map((link) => toLine(link, board)),
  };
}

/** Who hangs on whom: the lines to each network from above (routers) and from below (guests), and each router's. */
interface Board {
  readonly node: (id: string) => WiringNode;
  readonly above: (network: string) => readonly WiringLink[];
  readonly below: (network: string) => readonly WiringLink[];
  readonly ofRouter: (router: string) => readonly WiringLink[];
}

function readBoard(graph: WiringGraph): Board {
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const node = (id: string): WiringNode => known(nodes.get(id), `a box ${id}`);
  const ofRouters = graph.links.filter((link) => node(link.from).kind === 'router');
  const ofGuests = graph.links.filter((link) => node(link.from).kind !== 'router');
  const [above, below, ofRouter] = [
    groupBy(ofRouters, (link) => link.to),
    groupBy(ofGuests, (link) => link.to),
    groupBy(ofRouters, (link) => link.from),
  ];
  return { node, above: (id) => above.get(id) ?? [], below: (id) => below.get(id) ?? [], ofRouter: (id) => ofRouter.get(id) ?? [] };
}

/** A network is a bar as wide as what hangs on it, with a fixed place for each line, so that the lines run straight and in the model's order. */
function toLeaf(node: WiringNode, board: Board): ElkBox {
  const size = boxSize(node);
  if (node.kind === 'router')
    return {
      id: node.id,
      ...size,
      layoutOptions: FIXED,
      ports: spreadPorts(board.ofRouter(node.id), size.width, { side: 'SOUTH', y: size.height }),
    };
  if (node.kind !== 'network') return { id: node.id, ...size };
  const guests = board.below(node.id).map((link) => ({ link, width: boxSize(board.node(link.from)).width }));
  const needed = sum(guests.map(({ width }) => width + GUEST_GAP)) - GUEST_GAP;
  const bar = { ...size, width: Math.max(size.width, needed) };
  let x = (bar.width - needed) / 2;
  const below = guests.map(({ link, width }) => {
    const port = createPort(link, 'SOUTH', { x: x + width / 2, y: bar.height });
    x += width + GUEST_GAP;
    return port;
  });
  return {
    id: node.id,
    ...bar,
    layoutOptions: FIXED,
    ports: [...spreadPorts(board.above(node.id), bar.width, { side: 'NORTH', y: 0 }), ...below],
  };
}

const FIXED: Readonly<Record<string, string>> = { 'elk.portConstraints': 'FIXED_POS' };

type Side = 'NORTH' | 'SOUTH';

function spreadPorts(links: readonly WiringLink[], width: number, { side, y }: { readonly side: Side; readonly y: number }): ElkPort[] {
  return links.map((link, i) => createPort(link, side, { x: ((i + 1) * width) / (links.length + 1), y }));
}

function createPort(link: WiringLink, side: Side, { x, y }: Point): ElkPort {
  return { id: portId(link, side), x, y, width: 0, height: 0, layoutOptions: { 'elk.port.side': side } };
}

function portId(link: WiringLink, side: Side): string {
  return `${side}|${link.id}`;
}

function boxSize(node: WiringNode): { width: number; height: number } {
  const { width, height } = labelBoxSize(node);
  const marks = node.marks.reduce((total, mark) => total + markWidth(mark) + 4, 16);
  const isRound = node.kind === 'network' || node.kind === 'router';
  return { width: Math.max(width + (isRound ? 24 : 8), 96, marks), height: height + (isRound ? 4 : 2) };
}

/** Downwards: from a router to its network, from a network to its guests. */
function toLine(link: WiringLink, board: Board): ElkLine {
  const isRouter = board.node(link.from).kind === 'router';
  return {
    id: link.id,
    sources: [portId(link, 'SOUTH')],
    targets: [isRouter ? portId(link, 'NORTH') : link.from],
    labels: link.label === '' ? [] : [{ text: link.label, width: measureText(link.label, 'small') + 10, height: 18 }],
  };
}
