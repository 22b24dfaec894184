import { compact } from '#core/base';
import type { NetworkColour } from './network-colour.ts';
import type { PlacedLink, Point } from './placed-graph.ts';
import { renderText } from './render-node.ts';
import { measureText } from './text-style.ts';
import type { WiringGraph, WiringLink } from './wiring-graph.ts';
import { escapeXml, printNumber, xmlElement } from './xml-text.ts';

/** Most networks named on a tunnel; the rest are counted. */
const MOST_CHIPS = 4;

/** A line: coloured where it serves one network, double for a patch, a pipe for a tunnel. */
export function renderLink({ link, points }: PlacedLink, colour: NetworkColour): string {
  const d = roundedPath(points);
  const colours = compact(link.networks.map(colour));
  const [only] = link.kind === 'tunnel' ? [] : colours;
  const wire = xmlElement('path', { class: `wire${only === undefined ? '' : ` s${only}`}`, d });
  const content = [
    link.tooltip === '' ? '' : xmlElement('title', {}, escapeXml(link.tooltip)),
    link.kind === 'tunnel' ? xmlElement('path', { class: 'pipe', d }) : '',
    wire,
    link.kind === 'patch' ? xmlElement('path', { class: 'core', d }) : '',
  ].join('');
  return xmlElement('g', { class: `link l-${link.kind}`, 'data-id': link.id, 'data-element': link.element }, content);
}

/** The label of a line, on a ground that hides the lines below it: drawn after all of them. */
export function renderLinkLabel({ link, label: middle }: PlacedLink, graph: WiringGraph, colour: NetworkColour): string {
  if (!middle || link.label === '') return '';
  const chips = link.kind === 'tunnel' ? tunnelChips(link, graph, colour) : [];
  const text = measureText(link.label, 'small');
  const width = text + chips.reduce((total, chip) => total + chip.width + 4, 0) + (chips.length > 0 ? 4 : 0);
  let x = middle.x - width / 2;
  const ground = xmlElement('rect', {
    class: link.kind === 'tunnel' ? 'label-ground' : 'tenant-ground',
    x: x - 5,
    y: middle.y - 8,
    width: width + 10,
    height: 16,
    rx: 4,
  });
  const parts = [ground, renderText(link.label, 'small', { x, y: middle.y + 3.6 }, 'start')];
  x += text + 8;
  for (const chip of chips) {
    parts.push(xmlElement('rect', { class: chip.className, x, y: middle.y - 7, width: chip.width, height: 14, rx: 7 }));
    parts.push(
      xmlElement(
        'text',
        { class: 't-tiny chip-text', x: x + chip.width / 2, y: middle.y + 3.2, 'text-anchor': 'middle' },
        escapeXml(chip.text),
      ),
    );
    x += chip.width + 4;
  }
  return xmlElement('g', { class: 'link-label' }, parts.join(''));
}

/** The networks a tunnel carries, by the number on their frames. */
function tunnelChips(link: WiringLink, graph: WiringGraph, colour: NetworkColour): { text: string; width: number; className: string }[] {
  const keys = graph.networks.filter(({ id }) => link.networks.includes(id));
  const shown = keys.slice(0, MOST_CHIPS).map(({ id, segment }) => ({ text: segment, className: `f${colour(id) ?? 0}` }));
  const rest = keys.length - shown.length;
  const chips = rest > 0 ? [...shown, { text: `+${rest}`, className: 'm-information' }] : shown;
  return chips.map((chip) => ({ ...chip, width: measureText(chip.text, 'tiny') + 12 }));
}

const RADIUS = 7;

/** Straight pieces with rounded corners, as SVG path data. */
export function roundedPath(points: readonly Point[]): string {
  const [start, ...rest] = points;
  if (!start) return '';
  let d = `M${at(start)}`;
  let from = start;
  for (const [i, corner] of rest.entries()) {
    const next = rest[i + 1];
    if (!next) return `${d}L${at(corner)}`;
    const radius = Math.min(RADIUS, distance(from, corner) / 2, distance(corner, next) / 2);
    d += `L${at(towards(corner, from, radius))}Q${at(corner)} ${at(towards(corner, next, radius))}`;
    from = corner;
  }
  return d;
}

function at({ x, y }: Point): string {
  return `${printNumber(x)} ${printNumber(y)}`;
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

/** The point `by` pixels from `from` in the direction of `to`. */
function towards(from: Point, to: Point, by: number): Point {
  const length = distance(from, to) || 1;
  return { x: from.x + ((to.x - from.x) * by) / length, y: from.y + ((to.y - from.y) * by) / length };
}
