import type { TraceOverlay, WiringGraph } from '#core/diagram';

/** `graph --format json`, schema 1 (docs/schemas/graph.json): what was drawn; boxes and lines have the ids that they have in `.svg` and `.drawio`. */
export function pictureToJson(file: string, graph: WiringGraph, trace: TraceOverlay | undefined): unknown {
  const { view, nodes, links } = graph;
  return {
    schema: 1,
    file,
    view: view.kind,
    host: view.kind === 'host' ? view.host : null,
    boxes: nodes.map(({ id, kind, parent, title, element }) => ({ id, kind, parent: parent ?? null, title, element: element ?? null })),
    lines: links.map(({ id, kind, from, to, label, element }) => ({ id, kind, from, to, label, element: element ?? null })),
    hops:
      trace?.hops.map(({ number, leg, host, title, node, passed, links: along, element }) => ({
        number,
        leg,
        host: host ?? null,
        title,
        box: node ?? null,
        boxes: passed,
        lines: along,
        element: element ?? null,
      })) ?? null,
  };
}
