import { labelLines } from './node-label.ts';
import { colourIndex } from './network-colour.ts';
import type { Box, PlacedGraph, PlacedLink, PlacedNode } from './placed-graph.ts';
import { NUMBER_RADIUS, placeNumbers } from './place-numbers.ts';
import { type Theme, type ThemeColours, themeColours } from './theme.ts';
import { TEXT_STYLES } from './text-style.ts';
import type { TraceOverlay } from './trace-overlay.ts';
import { type TraceRoute, routeOf } from './trace-route.ts';
import type { LinkKind, NodeKind } from './wiring-graph.ts';
import { escapeXml, xmlElement } from './xml-text.ts';

/** What is drawn beside the picture itself. */
export interface DrawioOptions {
  readonly theme?: Exclude<Theme, 'vscode'>;
  /** The request's way: its boxes and lines stand out, and circles number its stops. */
  readonly trace?: TraceOverlay | undefined;
}

/**
 * A laid-out picture as an uncompressed draw.io file: every box is a shape of its own in the box it lies in, every line stays fastened to its boxes, places
 * and bends are kept.
 */
export function writeDrawio(placed: PlacedGraph, { theme = 'light', trace }: DrawioOptions = {}): string {
  const colours = themeColours(theme);
  const route = routeOf(trace);
  const boxes = new Map(placed.nodes.map(({ node, box }) => [node.id, box]));
  const cells = [
    xmlElement('mxCell', { id: '0' }),
    xmlElement('mxCell', { id: '1', parent: '0' }),
    ...placed.nodes.map((node) => nodeCell(node, boxes, colours, route)),
    ...placed.links.map((link) => linkCell(link, placed, boxes, colours, route)),
    ...numberCells(placed, colours, route),
  ];
  const model = xmlElement(
    'mxGraphModel',
    { grid: 0, page: 0, pageWidth: placed.width, pageHeight: placed.height, background: theme === 'light' ? undefined : colours.page },
    xmlElement('root', {}, `\n${cells.join('\n')}\n`),
  );
  return `${xmlElement('mxfile', { host: 'ostopo' }, xmlElement('diagram', { id: 'picture', name: placed.graph.title }, model))}\n`;
}

function nodeCell({ node, box }: PlacedNode, boxes: ReadonlyMap<string, Box>, colours: ThemeColours, route: TraceRoute): string {
  const isPassed = route.nodes.has(node.id) && node.kind !== 'underlay';
  const parent = node.parent === undefined ? undefined : boxes.get(node.parent);
  const at = { x: box.x - (parent?.x ?? 0), y: box.y - (parent?.y ?? 0), width: box.width, height: box.height };
  const value = labelLines(node)
    .map(({ text, style }) => {
      const { sizePx, bold } = TEXT_STYLES[style];
      const part = `<span style="font-size:${sizePx}px">${escapeXml(text)}</span>`;
      return bold ? `<b>${part}</b>` : part;
    })
    .join('<br>');
  return xmlElement(
    'mxCell',
    { id: node.id, value, style: nodeStyle(node.kind, colours, isPassed), vertex: 1, parent: parent ? node.parent : '1' },
    xmlElement('mxGeometry', { ...at, as: 'geometry' }),
  );
}

const AT_TOP: ReadonlySet<NodeKind> = new Set<NodeKind>(['host', 'tenant', 'namespace']);

function nodeStyle(kind: NodeKind, c: ThemeColours, isPassed: boolean): string {
  const fills: Partial<Record<NodeKind, readonly [string, string]>> = {
    host: [c.hostFill, c.hostLine],
    tenant: [c.hostFill, c.hostLine],
    bridge: [c.bridgeFill, c.bridgeLine],
    router: [c.bridgeFill, c.bridgeLine],
    'linux-bridge': [c.plugFill, c.plugLine],
    'trunk-bridge': [c.bridgeFill, c.bridgeLine],
    namespace: [c.spaceFill, c.spaceLine],
    underlay: [c.trunkFill, c.trunkLine],
    'physical-network': [c.trunkFill, c.trunkLine],
  };
  const [fill, line] = fills[kind] ?? [c.cardFill, c.cardLine];
  const parts = [
    'rounded=1',
    'absoluteArcSize=1',
    'arcSize=10',
    'html=1',
    'whiteSpace=nowrap',
    'fontFamily=Verdana',
    `fillColor=${fill}`,
    `strokeColor=${isPassed ? c.trace : line}`,
    `fontColor=${c.ink}`,
  ];
  if (AT_TOP.has(kind)) parts.push('verticalAlign=top');
  if (kind === 'underlay') parts.push('verticalAlign=bottom');
  if (kind === 'namespace') parts.push('dashed=1');
  if (isPassed) parts.push('strokeWidth=3');
  return `${parts.join(';')};`;
}

/** The stops of the request, in circles that lie on the picture. */
function numberCells(placed: PlacedGraph, { ink, page }: ThemeColours, route: TraceRoute): string[] {
  const hops = placed.nodes.flatMap(({ node }) => route.stopsAt(node.id)).sort((a, b) => a.number - b.number);
  const style = `ellipse;html=1;fontSize=9;fontFamily=Verdana;fillColor=${ink};strokeColor=${page};fontColor=${page};`;
  return placeNumbers(placed, hops).map(({ hop, middle: { x, y } }) =>
    xmlElement(
      'mxCell',
      { id: `#hop-${hop.number}`, value: String(hop.number), style, vertex: 1, parent: '1' },
      xmlElement('mxGeometry', {
        x: x - NUMBER_RADIUS,
        y: y - NUMBER_RADIUS,
        width: 2 * NUMBER_RADIUS,
        height: 2 * NUMBER_RADIUS,
        as: 'geometry',
      }),
    ),
  );
}

function linkCell(
  { link, points }: PlacedLink,
  { graph }: PlacedGraph,
  boxes: ReadonlyMap<string, Box>,
  colours: ThemeColours,
  route: TraceRoute,
): string {
  const isPassed = route.links.has(link.id);
  const [first, last] = [points[0], points.at(-1)];
  const [network] = link.kind === 'tunnel' ? [] : link.networks;
  const index = network === undefined ? undefined : colourIndex(graph)(network);
  const stroke = (index === undefined ? undefined : colours.networks[index]) ?? colours.wire;
  // A line may be drawn from its far end (a network above its guests).
  const isTurned = first !== undefined && !touches(boxes.get(link.from), first);
  const [source, target] = isTurned ? [link.to, link.from] : [link.from, link.to];
  const bends = points
    .slice(1, -1)
    .map(({ x, y }) => xmlElement('mxPoint', { x, y }))
    .join('');
  const style = `${[
    'html=1',
    'rounded=1',
    'endArrow=none',
    `strokeColor=${isPassed ? colours.trace : stroke}`,
    `strokeWidth=${WIDTHS[link.kind] + (isPassed ? 3 : 0)}`,
    ...(link.kind === 'internal' || link.kind === 'tunnel' ? ['dashed=1'] : []),
    ...anchor('exit', boxes.get(source), first),
    ...anchor('entry', boxes.get(target), last),
  ].join(';')};`;
  return xmlElement(
    'mxCell',
    { id: link.id, value: escapeXml(link.label), style, edge: 1, parent: '1', source, target },
    xmlElement('mxGeometry', { relative: 1, as: 'geometry' }, bends === '' ? '' : xmlElement('Array', { as: 'points' }, bends)),
  );
}

const WIDTHS: Readonly<Record<LinkKind, number>> = { plug: 2, internal: 2, patch: 2, tunnel: 3, uplink: 3, member: 2 };

function touches(box: Box | undefined, { x, y }: { x: number; y: number }): boolean {
  return box !== undefined && x >= box.x - 1 && x <= box.x + box.width + 1 && y >= box.y - 1 && y <= box.y + box.height + 1;
}

/** Where on a box a line is fastened, as a share of its width and height. */
function anchor(end: 'exit' | 'entry', box: Box | undefined, point: { x: number; y: number } | undefined): string[] {
  if (!box || !point) return [];
  const share = (value: number, from: number, size: number): string =>
    String(Math.round(Math.min(1, Math.max(0, (value - from) / size)) * 1000) / 1000);
  return [`${end}X=${share(point.x, box.x, box.width)}`, `${end}Y=${share(point.y, box.y, box.height)}`, `${end}Perimeter=0`];
}
