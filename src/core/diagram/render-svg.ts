import { diagramStyles } from './diagram-styles.ts';
import { renderLegend } from './render-legend.ts';
import { renderLink, renderLinkLabel } from './render-link.ts';
import { renderNode, renderNodeMarks } from './render-node.ts';
import { renderTrace } from './render-trace.ts';
import type { PlacedGraph } from './placed-graph.ts';
import type { Theme } from './theme.ts';
import type { TraceOverlay } from './trace-overlay.ts';
import { colourIndex } from './network-colour.ts';
import { escapeXml, xmlElement } from './xml-text.ts';

/** What is laid over a picture. */
export interface PictureOverlay {
  readonly trace?: TraceOverlay | undefined;
  /** Number of the hop to bring out; the others stand back. */
  readonly hop?: number | undefined;
}

/** A picture as a whole SVG file with its own style sheet. */
export function renderSvg(placed: PlacedGraph, options: PictureOverlay & { readonly theme: Theme }): string {
  const { width, height } = placed;
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    class: 'ostopo-diagram',
    role: 'img',
    'aria-label': heading(placed),
  };
  const style = `<style>\n${diagramStyles(options.theme)}\n</style>`;
  const page = xmlElement('rect', { class: 'page', width, height });
  return `${xmlElement('svg', attributes, `\n${style}\n${page}\n${renderPicture(placed, options)}\n`)}\n`;
}

/** The inside of a picture, for a page that has an `<svg class="ostopo-diagram">` and the style sheet already. */
export function renderPicture(placed: PlacedGraph, { trace, hop }: PictureOverlay): string {
  const colours = colourIndex(placed.graph);
  return [
    xmlElement('text', { class: 't-heading', x: 20, y: 22 }, escapeXml(heading(placed))),
    ...placed.nodes.map((node) => renderNode(node, colours)),
    ...(trace ? [renderTrace(placed, trace, hop, 'lines')] : []),
    ...placed.links.map((link) => renderLink(link, colours)),
    ...placed.links.map((link) => renderLinkLabel(link, placed.graph, colours)),
    ...placed.nodes.map(renderNodeMarks),
    ...renderLegend(placed, colours),
    ...(trace ? [renderTrace(placed, trace, hop, 'numbers')] : []),
  ]
    .filter((part) => part !== '')
    .join('\n');
}

function heading({ graph }: PlacedGraph): string {
  const { view } = graph;
  const what = view.kind === 'host' ? (graph.hosts.find(({ id }) => id === view.host)?.name ?? view.host) : view.kind;
  return `${graph.title} · ${what}`;
}
