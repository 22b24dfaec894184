import { type TextStyle, lineHeight, measureText } from './text-style.ts';
import type { NodeKind, WiringNode } from './wiring-graph.ts';

/** A line of a box's label. */
export interface LabelLine {
  readonly text: string;
  readonly style: TextStyle;
}

/** Space between the label and the edge of its box. */
export const LABEL_PADDING = { x: 8, y: 5 } as const;

/** Containers say everything on one line, so that what they contain has the room. */
const ONE_LINE: ReadonlySet<NodeKind> = new Set<NodeKind>(['host', 'bridge', 'underlay', 'physical-network', 'tenant']);

const STYLES: Readonly<Record<NodeKind, readonly [title: TextStyle, first: TextStyle, rest: TextStyle]>> = {
  tenant: ['heading', 'label', 'label'],
  network: ['title', 'label', 'small'],
  router: ['title', 'small', 'small'],
  dhcp: ['label', 'small', 'small'],
  vm: ['title', 'label', 'tiny'],
  host: ['heading', 'label', 'label'],
  bridge: ['title', 'small', 'small'],
  'linux-bridge': ['label', 'tiny', 'tiny'],
  'trunk-bridge': ['label', 'tiny', 'tiny'],
  port: ['small', 'tiny', 'tiny'],
  namespace: ['title', 'small', 'small'],
  device: ['small', 'small', 'tiny'],
  nic: ['small', 'tiny', 'tiny'],
  underlay: ['title', 'label', 'label'],
  'physical-network': ['title', 'label', 'label'],
  'remote-host': ['title', 'label', 'tiny'],
};

/** Whether the label is one line: the title, and the details after it. */
export function isOneLine(node: WiringNode): boolean {
  return ONE_LINE.has(node.kind);
}

/** The label's lines; for a one-line label, its two parts. */
export function labelLines(node: WiringNode): LabelLine[] {
  const [title, first, rest] = STYLES[node.kind];
  if (isOneLine(node))
    return [{ text: node.title, style: title }, ...(node.details.length > 0 ? [{ text: node.details.join(' · '), style: first }] : [])];
  return [{ text: node.title, style: title }, ...node.details.map((text, i): LabelLine => ({ text, style: i === 0 ? first : rest }))];
}

/** Space between the two parts of a one-line label. */
export const PART_GAP = 10;

/** The size of the label without padding. */
export function labelSize(node: WiringNode): { readonly width: number; readonly height: number } {
  const lines = labelLines(node);
  const widths = lines.map((line) => measureText(line.text, line.style));
  const heights = lines.map((line) => lineHeight(line.style));
  if (isOneLine(node)) return { width: sum(widths) + PART_GAP * (lines.length - 1), height: Math.max(...heights) };
  return { width: Math.max(...widths), height: sum(heights) };
}

/** The size of a box that holds its label and nothing else. */
export function labelBoxSize(node: WiringNode): { readonly width: number; readonly height: number } {
  const { width, height } = labelSize(node);
  return { width: width + 2 * LABEL_PADDING.x, height: height + 2 * LABEL_PADDING.y };
}

/** The sum of some numbers. */
export function sum(numbers: Iterable<number>): number {
  let total = 0;
  for (const number of numbers) total += number;
  return total;
}
