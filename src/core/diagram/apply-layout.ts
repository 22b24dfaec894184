import { compact } from '#core/base';
import type { ElkBox, ElkLine } from './layout-request.ts';
import type { PlacedGraph, PlacedLink, Point } from './placed-graph.ts';
import { createPlacement } from './placement.ts';
import type { WiringGraph } from './wiring-graph.ts';

/** Takes the places back from the layout kernel's answer; boxes it does not know are left out, and the answer's other fields (which differ from run to run) too. */
export function applyLayout(graph: WiringGraph, answer: ElkBox): PlacedGraph {
  const corners = new Map<string, Point>([[answer.id, { x: 0, y: 0 }]]);
  const placement = createPlacement();
  const nodes = new Map(graph.nodes.map((node) => [node.id, node]));
  const visit = (box: ElkBox, corner: Point): void => {
    for (const child of box.children ?? []) {
      const at = { x: corner.x + (child.x ?? 0), y: corner.y + (child.y ?? 0) };
      corners.set(child.id, at);
      const node = nodes.get(child.id);
      if (node)
        placement.put(node, { ...at, width: child.width ?? 0, height: child.height ?? 0 }, node.kind === 'tenant' ? 'header' : 'middle');
      visit(child, at);
    }
  };
  visit(answer, { x: 0, y: 0 });
  const lines = new Map((answer.edges ?? []).map((line) => [line.id, line]));
  const links = compact(
    graph.links.map((link) => {
      const line = lines.get(link.id);
      return line && placeLink(link, line, corners.get(line.container ?? answer.id) ?? { x: 0, y: 0 });
    }),
  );
  return {
    graph,
    width: Math.ceil(answer.width ?? 0),
    height: Math.ceil(answer.height ?? 0),
    nodes: placement.nodes(),
    links,
    keys: [],
    samples: [],
    legend: undefined,
  };
}

function placeLink(link: PlacedLink['link'], line: ElkLine, corner: Point): PlacedLink {
  const shift = ({ x, y }: Point): Point => ({ x: x + corner.x, y: y + corner.y });
  const [section] = line.sections ?? [];
  const points = section ? [section.startPoint, ...(section.bendPoints ?? []), section.endPoint].map(shift) : [];
  const [label] = line.labels ?? [];
  const middle = label && shift({ x: (label.x ?? 0) + label.width / 2, y: (label.y ?? 0) + label.height / 2 });
  return { link, points, label: middle };
}
