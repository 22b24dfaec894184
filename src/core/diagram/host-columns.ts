import { compact, groupBy } from '#core/base';
import type { GraphLookup } from './graph-lookup.ts';
import { LABEL_PADDING, labelBoxSize, labelSize, sum } from './node-label.ts';
import type { WiringNode } from './wiring-graph.ts';

/** One port of br-int with what hangs on it: the Linux bridge of the hybrid plug, a trunk's bridge (which hangs on several), or the device in a namespace. */
export interface Column {
  readonly tab: WiringNode;
  readonly plug: { readonly bridge: WiringNode; readonly tap: WiringNode; readonly qvb: WiringNode } | undefined;
  readonly device: WiringNode | undefined;
  readonly width: number;
}

/** A VM or namespace over its columns; without a guest, ports nobody is known for. */
export interface ColumnGroup {
  readonly guest: WiringNode | undefined;
  readonly columns: readonly Column[];
  readonly width: number;
  readonly height: number;
}

/** Distances inside a host, in CSS pixels. */
export const SPACE = { column: 10, group: 14, wire: 22, pad: 14, header: 32, nsPad: 9 } as const;

/** The groups of a host from left to right. VMs and namespaces without a port stand at the end. */
export function columnGroups(lookup: GraphLookup, host: string, integration: WiringNode | undefined): ColumnGroup[] {
  const tabs = integration ? lookup.tabs(integration.id, 'top') : [];
  const attached = tabs.map((tab) => ({ guest: guestOf(lookup, tab), column: columnOf(lookup, tab) }));
  const groups = [...groupBy(attached, ({ guest }) => guest)].map(([guest, members]) =>
    createGroup(
      guest,
      members.map(({ column }) => column),
    ),
  );
  const seen = new Set(groups.map(({ guest }) => guest));
  const alone = lookup.inside(host).filter((node) => (node.kind === 'vm' || node.kind === 'namespace') && !seen.has(node));
  return [...groups, ...alone.map((guest) => createGroup(guest, []))];
}

/** What hangs directly above a tab. */
function above(lookup: GraphLookup, id: string): WiringNode | undefined {
  const link = lookup.linksOf(id).find(({ kind, to }) => to === id && (kind === 'plug' || kind === 'internal' || kind === 'patch'));
  return link && lookup.farEnd(link, id);
}

function columnOf(lookup: GraphLookup, tab: WiringNode): Column {
  const end = above(lookup, tab.id);
  const bridge = end?.kind === 'port' && end.parent !== undefined ? lookup.node(end.parent) : undefined;
  const tap = bridge && lookup.tabs(bridge.id, 'top')[0];
  const plug = bridge && tap && end ? { bridge, tap, qvb: end } : undefined;
  const device = end?.kind === 'device' ? end : undefined;
  const boxes = compact([tab, device, plug?.tap, plug?.qvb, plug?.bridge]).map((node) => labelBoxSize(node).width);
  return { tab, plug, device, width: Math.max(...boxes) + (plug ? 12 : 0) };
}

function guestOf(lookup: GraphLookup, tab: WiringNode): WiringNode | undefined {
  const { plug, device } = columnOf(lookup, tab);
  if (device?.parent !== undefined) return lookup.node(device.parent);
  const end = above(lookup, plug ? plug.tap.id : tab.id);
  return end?.kind === 'vm' ? end : undefined;
}

function createGroup(guest: WiringNode | undefined, columns: readonly Column[]): ColumnGroup {
  const isNamespace = guest?.kind === 'namespace';
  const inner = sum(columns.map(({ width }) => width)) + SPACE.column * Math.max(0, columns.length - 1);
  const padded = isNamespace ? inner + 2 * SPACE.nsPad : inner;
  const width = Math.max(padded, guest ? labelBoxSize(guest).width : 0);
  return { guest, columns, width, height: groupHeight(guest, columns) };
}

/** From the top of the guest to the top of br-int's gap. */
function groupHeight(guest: WiringNode | undefined, columns: readonly Column[]): number {
  if (!guest) return 0;
  if (guest.kind === 'namespace') return namespaceHeight(guest, columns);
  const plugs = columns.map(({ plug }) => (plug ? plugHeight(plug) + SPACE.wire : 0));
  return labelBoxSize(guest).height + Math.max(0, ...plugs);
}

/** A namespace: its label, then its devices side by side. */
export function namespaceHeight(namespace: WiringNode, columns: readonly Column[]): number {
  const devices = compact(columns.map(({ device }) => device)).map((device) => labelBoxSize(device).height);
  return labelSize(namespace).height + 2 * LABEL_PADDING.y + Math.max(0, ...devices) + SPACE.nsPad;
}

/** A Linux bridge: tap on its upper edge, its name, qvb on its lower edge. */
export function plugHeight({ bridge, tap, qvb }: NonNullable<Column['plug']>): number {
  return labelBoxSize(tap).height + labelSize(bridge).height + 6 + labelBoxSize(qvb).height;
}
