import { markWidth } from './mark-size.ts';
import type { NetworkColour } from './network-colour.ts';
import type { PlacedGraph, PlacedKey, PlacedSample } from './placed-graph.ts';
import { LEGEND, LINK_NAMES } from './place-legend.ts';
import { renderMarks, renderText } from './render-node.ts';
import { measureText } from './text-style.ts';
import { xmlElement } from './xml-text.ts';

/** The legend: each network with its colour, addresses and findings, and what each kind of line means. */
export function renderLegend({ keys, samples, legend }: PlacedGraph, colour: NetworkColour): string[] {
  if (!legend) return [];
  const headings = [
    keys.length > 0 ? renderText('networks', 'small', { x: legend.x + LEGEND.pad, y: legend.y + 17 }, 'start', true) : '',
    ...samples.slice(0, 1).map(({ box }) => renderText('lines', 'small', { x: box.x, y: legend.y + 17 }, 'start', true)),
  ];
  return [
    xmlElement(
      'g',
      { class: 'legend' },
      [xmlElement('rect', { class: 'box', ...legend, rx: 8 }), ...headings, ...samples.map(renderSample)].join(''),
    ),
    ...keys.map((key) => renderKey(key, colour)),
  ];
}

function renderKey({ key, box }: PlacedKey, colour: NetworkColour): string {
  const middle = box.y + box.height / 2;
  const nameX = box.x + LEGEND.swatch + 8;
  const detailsX = nameX + measureText(key.name, 'title') + 10;
  const marksX = detailsX + measureText(key.details, 'label') + 8 + key.marks.reduce((width, mark) => width + markWidth(mark) + 4, -4);
  const content = [
    xmlElement('rect', { class: 'page box', x: box.x - 4, y: box.y, width: box.width, height: box.height, rx: 4 }),
    xmlElement('rect', { class: `f${colour(key.id) ?? 0}`, x: box.x, y: middle - 5, width: LEGEND.swatch, height: 10, rx: 3 }),
    renderText(key.name, 'title', { x: nameX, y: middle + 4.3 }, 'start'),
    renderText(key.details, 'label', { x: detailsX, y: middle + 4 }, 'start', true),
    ...renderMarks(key.marks, { x: marksX, y: middle - 8 }),
  ].join('');
  return xmlElement('g', { class: 'node key', 'data-id': `key/${key.id}`, 'data-element': key.id }, content);
}

function renderSample({ kind, box: { x, y, height } }: PlacedSample): string {
  const middle = y + height / 2;
  const width = LEGEND.swatch;
  const d = `M${x} ${middle}L${x + width} ${middle}`;
  const content = [
    kind === 'tunnel' ? xmlElement('path', { class: 'pipe', d }) : '',
    xmlElement('path', { class: 'wire', d }),
    kind === 'patch' ? xmlElement('path', { class: 'core', d }) : '',
    renderText(LINK_NAMES[kind], 'label', { x: x + width + 8, y: middle + 4 }, 'start', true),
  ].join('');
  return xmlElement('g', { class: `l-${kind}` }, content);
}
