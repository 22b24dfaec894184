import { compact } from '#core/base';
import { NUMBER_RADIUS, placeNumbers } from './place-numbers.ts';
import type { PlacedGraph, Point } from './placed-graph.ts';
import { roundedPath } from './render-link.ts';
import { CORNER } from './render-node.ts';
import type { TraceHop, TraceOverlay } from './trace-overlay.ts';
import { xmlElement } from './xml-text.ts';

/**
 * A trace over a picture: the lines and boxes it passes (drawn below the wires), or its numbers (drawn above all). The request is shown, or the reply while
 * one of its hops is `active`; with an active hop the others stand back.
 */
export function renderTrace(
  placed: PlacedGraph,
  { hops: all }: TraceOverlay,
  active: number | undefined,
  part: 'lines' | 'numbers',
): string {
  const shown = all.find(({ number }) => number === active)?.leg ?? 'request';
  const hops = all.filter(({ leg }) => leg === shown);
  const hopClass = (hop: TraceHop): string => `hop ${hop.leg}${active === undefined || hop.number === active ? '' : ' quiet'}`;
  const drawn = part === 'lines' ? hopLines(placed, hops, hopClass) : hopNumbers(placed, hops, hopClass);
  return xmlElement('g', { class: 'trace' }, drawn.join(''));
}

type HopClass = (hop: TraceHop) => string;

function hopLines(placed: PlacedGraph, hops: readonly TraceHop[], hopClass: HopClass): string[] {
  const paths = new Map(
    placed.links.map(({ link, points }) => [
      link.id,
      { d: roundedPath(points), class: link.kind === 'tunnel' ? 'hop-line wide' : 'hop-line' },
    ]),
  );
  const boxes = new Map(placed.nodes.map(({ node, box }) => [node.id, { box, kind: node.kind }]));
  return hops.map((hop) => {
    const lines = compact(hop.links.map((id) => paths.get(id))).map((path) => xmlElement('path', path));
    const frames = hop.passed.flatMap((id) => {
      const there = boxes.get(id);
      return there && there.kind !== 'underlay' ? [xmlElement('rect', { class: 'hop-box', ...there.box, rx: CORNER[there.kind] })] : [];
    });
    return xmlElement('g', { class: hopClass(hop) }, [...lines, ...frames].join(''));
  });
}

function hopNumbers(placed: PlacedGraph, hops: readonly TraceHop[], hopClass: HopClass): string[] {
  return placeNumbers(placed, hops).map(({ hop, middle }) => renderNumber(hop, middle, hopClass));
}

function renderNumber(hop: TraceHop, { x, y }: Point, hopClass: HopClass): string {
  const circle = xmlElement('circle', { class: 'hop-number', cx: x, cy: y, r: NUMBER_RADIUS });
  const text = xmlElement('text', { class: 't-tiny hop-number-text', x, y: y + 3.3, 'text-anchor': 'middle' }, String(hop.number));
  return xmlElement('g', { class: hopClass(hop), 'data-hop': hop.number }, circle + text);
}
