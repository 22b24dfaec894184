import { assertNever, groupBy } from '#core/base';
import { labelLines } from './node-label.ts';
import { type Theme, themeColours } from './theme.ts';
import type { TraceOverlay } from './trace-overlay.ts';
import { type TraceRoute, routeOf } from './trace-route.ts';
import type { LinkKind, NodeKind, WiringGraph, WiringNode } from './wiring-graph.ts';

/** What is drawn beside the graph itself. */
export interface MermaidOptions {
  readonly theme?: Exclude<Theme, 'vscode'>;
  /** The request's way: its boxes and lines stand out, and each box says which hops stop there. */
  readonly trace?: TraceOverlay | undefined;
}

/** A picture as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html): containers are subgraphs, places are left to Mermaid. */
export function writeMermaid(graph: WiringGraph, { theme = 'light', trace }: MermaidOptions = {}): string {
  const names = new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
  const inside = groupBy(graph.nodes, (node) => node.parent);
  const nameOf = (id: string): string => names.get(id) ?? 'unknown';
  const route = routeOf(trace);
  const print = (node: WiringNode, indent: string): string[] => {
    const children = inside.get(node.id) ?? [];
    if (children.length === 0) return [`${indent}${nameOf(node.id)}${shape(node.kind, label(node, route))}`];
    return [
      `${indent}subgraph ${nameOf(node.id)}["${label(node, route)}"]`,
      ...children.flatMap((child) => print(child, `${indent}  `)),
      `${indent}end`,
    ];
  };
  const lines = graph.links.map(
    ({ kind, from, to, label: text }) => `  ${nameOf(from)} ${arrow(kind)}${text === '' ? '' : `|"${escapeMermaid(text)}"|`} ${nameOf(to)}`,
  );
  const boxes = (inside.get(undefined) ?? []).flatMap((node) => print(node, '  '));
  const dark = theme === 'dark' ? ["%%{init: {'theme': 'dark'}}%%"] : [];
  return [...dark, 'flowchart TB', ...boxes, ...lines, ...highlights(graph, route, nameOf, theme), ''].join('\n');
}

function label(node: WiringNode, route: TraceRoute): string {
  const hops = route.stopsAt(node.id).map(({ number }) => number);
  const stops = hops.length > 0 ? [`hop ${hops.join(', ')}`] : [];
  return [...labelLines(node).map(({ text }) => escapeMermaid(text)), ...stops].join('<br/>');
}

/** Mermaid knows links by their order. */
function highlights(graph: WiringGraph, route: TraceRoute, nameOf: (id: string) => string, theme: Theme): readonly string[] {
  const colour = themeColours(theme).trace;
  const boxes = graph.nodes.filter(({ id, kind }) => route.nodes.has(id) && kind !== 'underlay').map(({ id }) => nameOf(id));
  const lines = graph.links.flatMap(({ id }, i) => (route.links.has(id) ? [i] : []));
  return [
    ...(boxes.length > 0 ? [`  classDef passed stroke:${colour},stroke-width:3px`, `  class ${boxes.join(',')} passed`] : []),
    ...(lines.length > 0 ? [`  linkStyle ${lines.join(',')} stroke:${colour},stroke-width:5px`] : []),
  ];
}

/** Mermaid's entity codes: `#quot;` for what would end a quoted label or be read as markup. */
function escapeMermaid(text: string): string {
  return text.replace(/[#"<>&`\n\r]/g, (character) => `#${character.charCodeAt(0)};`);
}

function shape(kind: NodeKind, text: string): string {
  switch (kind) {
    case 'network':
    case 'underlay':
    case 'physical-network':
      return `(["${text}"])`;
    case 'router':
    case 'namespace':
      return `{{"${text}"}}`;
    case 'port':
    case 'device':
    case 'nic':
      return `("${text}")`;
    default:
      return `["${text}"]`;
  }
}

function arrow(kind: LinkKind): string {
  switch (kind) {
    case 'plug':
    case 'member':
      return '---';
    case 'internal':
      return '-.-';
    case 'patch':
    case 'uplink':
      return '===';
    case 'tunnel':
      return '<-.->';
    default:
      return assertNever(kind);
  }
}
