import { assertNever, groupBy } from '#core/base';
import { labelLines } from './node-label.ts';
import type { LinkKind, NodeKind, WiringGraph, WiringNode } from './wiring-graph.ts';

/** A picture as a Mermaid flowchart (https://mermaid.js.org/syntax/flowchart.html): containers are subgraphs, places are left to Mermaid. */
export function writeMermaid(graph: WiringGraph): string {
  const names = new Map(graph.nodes.map((node, i) => [node.id, `n${i}`]));
  const inside = groupBy(graph.nodes, (node) => node.parent);
  const nameOf = (id: string): string => names.get(id) ?? 'unknown';
  const print = (node: WiringNode, indent: string): string[] => {
    const children = inside.get(node.id) ?? [];
    if (children.length === 0) return [`${indent}${nameOf(node.id)}${shape(node.kind, label(node))}`];
    return [
      `${indent}subgraph ${nameOf(node.id)}["${label(node)}"]`,
      ...children.flatMap((child) => print(child, `${indent}  `)),
      `${indent}end`,
    ];
  };
  const lines = graph.links.map(
    ({ kind, from, to, label: text }) => `  ${nameOf(from)} ${arrow(kind)}${text === '' ? '' : `|"${escapeMermaid(text)}"|`} ${nameOf(to)}`,
  );
  return ['flowchart TB', ...(inside.get(undefined) ?? []).flatMap((node) => print(node, '  ')), ...lines, ''].join('\n');
}

function label(node: WiringNode): string {
  return labelLines(node)
    .map(({ text }) => escapeMermaid(text))
    .join('<br/>');
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
