import { markWidth } from './mark-size.ts';
import type { Box, PlacedKey, PlacedSample } from './placed-graph.ts';
import { measureText } from './text-style.ts';
import type { LinkKind, NetworkKey, WiringGraph } from './wiring-graph.ts';

/** Measures of the legend, in CSS pixels. */
export const LEGEND = { row: 22, rowsPerColumn: 6, lineRows: 3, pad: 14, swatch: 26, columnGap: 34, header: 22 } as const;

/** What each kind of line is called in the legend. */
export const LINK_NAMES: Readonly<Record<LinkKind, string>> = {
  plug: 'network card or veth pair',
  internal: 'port moved into a namespace',
  patch: 'patch ports',
  tunnel: 'overlay tunnel',
  uplink: 'wire of the host',
  member: 'port on a network',
};

/** The kinds of lines a picture has, in the order of the legend. */
export function linkKinds(graph: WiringGraph): LinkKind[] {
  const kinds = new Set(graph.links.map(({ kind }) => kind));
  return (['plug', 'internal', 'patch', 'tunnel', 'uplink'] as const).filter((kind) => kinds.has(kind));
}

/** The legend below the picture: networks in their colours, then kinds of lines. */
export interface PlacedLegend {
  readonly box: Box | undefined;
  readonly keys: readonly PlacedKey[];
  readonly samples: readonly PlacedSample[];
  readonly right: number;
  readonly bottom: number;
}

/** Places the legend with its upper left corner at `corner`; a picture without networks and lines has none. */
export function placeLegend(graph: WiringGraph, corner: { readonly x: number; readonly y: number }): PlacedLegend {
  const kinds = linkKinds(graph);
  if (graph.networks.length === 0 && kinds.length === 0)
    return { box: undefined, keys: [], samples: [], right: corner.x, bottom: corner.y };
  const keys: PlacedKey[] = [];
  let x = corner.x + LEGEND.pad;
  const top = corner.y + LEGEND.header + 4;
  for (let first = 0; first < graph.networks.length; first += LEGEND.rowsPerColumn) {
    const column = graph.networks.slice(first, first + LEGEND.rowsPerColumn);
    const width = Math.max(...column.map(keyWidth));
    keys.push(...column.map((key, row) => ({ key, box: { x, y: top + row * LEGEND.row, width: keyWidth(key), height: LEGEND.row } })));
    x += width + LEGEND.columnGap;
  }
  const networkRows = Math.min(graph.networks.length, LEGEND.rowsPerColumn);
  const rows = Math.max(networkRows, Math.min(kinds.length, LEGEND.lineRows));
  const samples = kinds.map((kind, i): PlacedSample => ({
    kind,
    box: {
      x: x + Math.floor(i / rows) * (sampleWidth(kinds) + LEGEND.columnGap),
      y: top + (i % rows) * LEGEND.row,
      width: sampleWidth(kinds),
      height: LEGEND.row,
    },
  }));
  const right = Math.max(x - LEGEND.columnGap, ...samples.map(({ box }) => box.x + box.width)) + LEGEND.pad;
  const box = { ...corner, width: right - corner.x, height: LEGEND.header + rows * LEGEND.row + LEGEND.pad };
  return { box, keys, samples, right, bottom: box.y + box.height };
}

function sampleWidth(kinds: readonly LinkKind[]): number {
  return LEGEND.swatch + 8 + Math.max(...kinds.map((kind) => measureText(LINK_NAMES[kind], 'label')));
}

function keyWidth(key: NetworkKey): number {
  const marks = key.marks.reduce((width, mark) => width + markWidth(mark) + 6, 0);
  return LEGEND.swatch + 8 + measureText(key.name, 'title') + 10 + measureText(key.details, 'label') + 8 + marks;
}
