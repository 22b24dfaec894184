import { compact } from '#core/base';
import { MARK_HEIGHT, markText, markWidth } from './mark-size.ts';
import type { NetworkColour } from './network-colour.ts';
import { LABEL_PADDING, PART_GAP, isOneLine, labelLines, labelSize } from './node-label.ts';
import type { Box, PlacedNode, Point } from './placed-graph.ts';
import { type TextStyle, TEXT_STYLES, lineHeight, measureText } from './text-style.ts';
import type { Mark, NodeKind, WiringNode } from './wiring-graph.ts';
import { escapeXml, xmlElement } from './xml-text.ts';

/** How round each kind of box is, in CSS pixels. */
export const CORNER: Readonly<Record<NodeKind, number>> = {
  tenant: 10,
  network: 13,
  router: 18,
  dhcp: 6,
  vm: 6,
  host: 10,
  bridge: 6,
  'linux-bridge': 5,
  'trunk-bridge': 5,
  port: 3,
  namespace: 8,
  device: 4,
  nic: 3,
  underlay: 12,
  'physical-network': 12,
  'remote-host': 6,
};

/** A box with its stripe in the networks' colours, its label and its tooltip. */
export function renderNode({ node, box, label }: PlacedNode, colour: NetworkColour): string {
  const radius = CORNER[node.kind];
  const [first] = compact(node.networks.map(colour));
  const edge = node.kind === 'network' && first !== undefined ? ` e${first}` : '';
  const content = [
    node.tooltip === '' ? '' : xmlElement('title', {}, escapeXml(node.tooltip)),
    xmlElement('rect', { class: `box${edge}`, ...box, rx: radius }),
    renderStripe(node, box, compact(node.networks.map(colour))),
    label === 'upright' ? renderUpright(node, box) : renderLabel(node, box, label).join(''),
  ].join('');
  return xmlElement('g', { class: `node k-${node.kind}`, 'data-id': node.id, 'data-element': node.element }, content);
}

/** A bar inside the edge that leads to the wire, parted where there are several networks. */
function renderStripe(node: WiringNode, box: Box, colours: readonly number[]): string {
  if (colours.length === 0 || !STRIPED.has(node.kind)) return '';
  const inset = node.kind === 'port' ? 1 : 4;
  const width = (box.width - 2 * inset) / colours.length;
  const y = node.side === 'top' ? box.y : box.y + box.height - 3;
  return colours
    .map((colour, i) => xmlElement('rect', { class: `f${colour}`, x: box.x + inset + i * width, y, width, height: 3 }))
    .join('');
}

const STRIPED: ReadonlySet<NodeKind> = new Set<NodeKind>(['vm', 'port', 'device', 'dhcp']);

function renderLabel(node: WiringNode, box: Box, spot: PlacedNode['label']): string[] {
  const lines = labelLines(node);
  const size = labelSize(node);
  const middle = box.x + box.width / 2;
  const top = labelTop(box, size.height, spot);
  if (isOneLine(node)) {
    const centred = spot !== 'header' && spot !== 'footer';
    let x = centred ? middle - size.width / 2 : box.x + LABEL_PADDING.x + 4;
    const baseline = top + size.height * 0.72;
    return lines.map(({ text, style }, i) => {
      const line = renderText(text, style, { x, y: baseline }, 'start', i > 0);
      x += measureText(text, style) + PART_GAP;
      return line;
    });
  }
  let y = top;
  return lines.map(({ text, style }, i) => {
    const height = lineHeight(style);
    const line = renderText(
      text,
      style,
      { x: middle, y: y + height / 2 + TEXT_STYLES[style].sizePx * 0.36 },
      'middle',
      i > 0 && style !== 'label',
    );
    y += height;
    return line;
  });
}

/** The label turned to read upwards. */
function renderUpright(node: WiringNode, box: Box): string {
  const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const turned = { x: middle.x - box.height / 2, y: middle.y - box.width / 2, width: box.height, height: box.width };
  return xmlElement('g', { transform: `rotate(-90 ${middle.x} ${middle.y})` }, renderLabel(node, turned, 'middle').join(''));
}

function labelTop(box: Box, height: number, spot: PlacedNode['label']): number {
  if (spot === 'header') return box.y + LABEL_PADDING.y + 1;
  if (spot === 'footer') return box.y + box.height - height - LABEL_PADDING.y - 1;
  const free = spot === 'middle' || spot === 'upright' ? { top: box.y, height: box.height } : spot;
  return free.top + (free.height - height) / 2;
}

/** A text whose baseline begins at, or is centred on, a point. */
export function renderText(text: string, style: TextStyle, { x, y }: Point, anchor: 'start' | 'middle', soft = false): string {
  return xmlElement(
    'text',
    { class: `t-${style}${soft ? ' soft' : ''}`, x, y, 'text-anchor': anchor === 'middle' ? 'middle' : undefined },
    escapeXml(text),
  );
}

/** The pills of a box's findings, on its upper edge: drawn after the lines, which they may hide. */
export function renderNodeMarks({ node, box }: PlacedNode): string {
  return renderMarks(node.marks, { x: box.x + box.width - 10, y: box.y - MARK_HEIGHT / 2 }).join('');
}

/** The pills of findings, from the right end leftwards. */
export function renderMarks(marks: readonly Mark[], topRight: Point): string[] {
  let right = topRight.x;
  return marks.map((mark) => {
    const width = markWidth(mark);
    const x = right - width;
    right = x - 4;
    const pill = xmlElement('rect', { class: `m-${mark.severity}`, x, y: topRight.y, width, height: MARK_HEIGHT, rx: MARK_HEIGHT / 2 });
    const text = renderText(markText(mark), 'small', { x: x + width / 2, y: topRight.y + 11.7 }, 'middle');
    return xmlElement('g', { class: 'mark' }, `${xmlElement('title', {}, escapeXml(`${mark.code}: ${mark.message}`))}${pill}${text}`);
  });
}
