import { compact, groupBy } from '#core/base';
import type { Column, ColumnGroup } from './host-columns.ts';
import { SPACE, columnGroups, plugHeight } from './host-columns.ts';
import type { GraphLookup } from './graph-lookup.ts';
import { labelBoxSize, labelSize, sum } from './node-label.ts';
import { placeTunnelAddress, tunnelAddressRoom } from './place-tunnel-address.ts';
import { type Placement, topOf } from './placement.ts';
import type { WiringNode } from './wiring-graph.ts';

/** What a host needs before its neighbours are known. */
export interface HostShape {
  readonly host: WiringNode;
  readonly groups: readonly ColumnGroup[];
  readonly integration: WiringNode | undefined;
  readonly lower: readonly WiringNode[];
  readonly card: WiringNode | undefined;
  readonly width: number;
  readonly rows: HostRows;
}

/** Heights of a host's rows: guests, br-int, the other bridges. Hosts side by side share the largest, so that their bridges are level. */
export interface HostRows {
  readonly guests: number;
  readonly integration: number;
  readonly lower: number;
  /** Room below the bridges for the tunnel address on the host's edge. */
  readonly card: number;
}

/** Room in the middle of a bridge for its name. */
const NAME_HEIGHT = 26;

/** Measures a host: its columns of guests over br-int, and the bridges below. */
export function shapeHost(lookup: GraphLookup, host: WiringNode): HostShape {
  const children = lookup.inside(host.id);
  const [integration, ...lower] = children.filter(({ kind }) => kind === 'bridge');
  const groups = columnGroups(lookup, host.id, integration);
  const card = children.find(({ kind }) => kind === 'nic');
  const guestsWidth = sum(groups.map(({ width }) => width)) + SPACE.group * Math.max(0, groups.length - 1);
  const lowerWidth =
    sum(lower.map((bridge) => bridgeWidth(lookup, bridge))) +
    SPACE.group * Math.max(0, lower.length - 1) +
    tunnelAddressRoom(lookup, card, lower);
  const inner = Math.max(
    guestsWidth + 2 * SPACE.column,
    lowerWidth,
    integration ? bridgeWidth(lookup, integration) : 0,
    labelSize(host).width,
  );
  return {
    host,
    groups,
    integration,
    lower,
    card,
    width: inner + 2 * SPACE.pad,
    rows: {
      guests: Math.max(0, ...groups.map(({ height }) => height)),
      integration: integration ? bridgeHeight(lookup, integration) : 0,
      lower: Math.max(0, ...lower.map((bridge) => bridgeHeight(lookup, bridge))),
      card: card ? labelBoxSize(card).height / 2 : 0,
    },
  };
}

/** The rows that hold every one of some hosts. */
export function commonRows(shapes: readonly HostShape[]): HostRows {
  const most = (row: keyof HostRows): number => Math.max(0, ...shapes.map(({ rows }) => rows[row]));
  return { guests: most('guests'), integration: most('integration'), lower: most('lower'), card: most('card') };
}

/** The height of a host with such rows. */
export function hostHeight({ guests, integration, lower, card }: HostRows): number {
  const rows = [guests, integration, lower].filter((height) => height > 0);
  return SPACE.header + sum(rows) + SPACE.wire * Math.max(0, rows.length - 1) + (rows.length > 0 ? SPACE.pad : 0) + card;
}

/** Puts a host and all it contains with its upper left corner at `x`, `y`. `order` sorts the tunnel tabs of a bridge. */
export function placeHost(
  placement: Placement,
  lookup: GraphLookup,
  shape: HostShape,
  rows: HostRows,
  corner: { x: number; y: number },
  order: TabOrder,
): void {
  const { x, y } = corner;
  const inner = { x: x + SPACE.pad, width: shape.width - 2 * SPACE.pad };
  placement.put(shape.host, { x, y, width: shape.width, height: hostHeight(rows) }, 'header');
  const integrationY = y + SPACE.header + rows.guests + (rows.guests > 0 ? SPACE.wire : 0);
  const lowerY = integrationY + rows.integration + (rows.integration > 0 ? SPACE.wire : 0);
  const centres = placeGroups(placement, shape.groups, inner, integrationY - SPACE.wire);
  placeLower(
    placement,
    lookup,
    shape.lower,
    { ...inner, room: tunnelAddressRoom(lookup, shape.card, shape.lower) },
    lowerY,
    rows.lower,
    order,
  );
  if (shape.integration)
    placeIntegration(placement, lookup, shape.integration, { ...inner, y: integrationY, height: rows.integration }, centres);
  if (shape.card) placeTunnelAddress(placement, lookup, shape.card, { ...inner, bottom: y + hostHeight(rows), lower: shape.lower });
}

/** Orders the lower tabs of a bridge from left to right. */
export type TabOrder = (tabs: readonly WiringNode[]) => readonly WiringNode[];

function tabSize(tabs: readonly WiringNode[]): { width: number; height: number } {
  const sizes = tabs.map(labelBoxSize);
  return {
    width: sum(sizes.map(({ width }) => width)) + SPACE.column * Math.max(0, tabs.length - 1),
    height: Math.max(0, ...sizes.map(({ height }) => height)),
  };
}

function bridgeWidth(lookup: GraphLookup, bridge: WiringNode): number {
  const tabs = Math.max(tabSize(lookup.tabs(bridge.id, 'top')).width, tabSize(lookup.tabs(bridge.id, 'bottom')).width);
  return Math.max(tabs + 2 * SPACE.column, labelBoxSize(bridge).width + 8);
}

function bridgeHeight(lookup: GraphLookup, bridge: WiringNode): number {
  return tabSize(lookup.tabs(bridge.id, 'top')).height + NAME_HEIGHT + tabSize(lookup.tabs(bridge.id, 'bottom')).height;
}

interface Span {
  readonly x: number;
  readonly width: number;
}

/** Spreads the groups over the host's width; their lower edges stand on `floor`. Answers the middle of each port's column. */
function placeGroups(placement: Placement, groups: readonly ColumnGroup[], inner: Span, floor: number): Map<string, number> {
  const centres = new Map<string, number>();
  const spare = inner.width - sum(groups.map(({ width }) => width));
  const gap = spare / (groups.length + 1);
  let x = inner.x + gap;
  for (const group of groups) {
    placeGroup(placement, group, x, floor, centres);
    x += group.width + gap;
  }
  return centres;
}

function placeGroup(
  placement: Placement,
  { guest, columns, width, height }: ColumnGroup,
  left: number,
  floor: number,
  centres: Map<string, number>,
): void {
  if (guest?.kind === 'namespace') placement.put(guest, { x: left, y: floor - height, width, height }, 'header');
  if (guest?.kind === 'vm') {
    const size = labelBoxSize(guest);
    placement.put(guest, { x: left, y: floor - height, width, height: size.height });
  }
  const inner = sum(columns.map((column) => column.width)) + SPACE.column * Math.max(0, columns.length - 1);
  let x = left + (width - inner) / 2;
  for (const column of columns) {
    centres.set(column.tab.id, x + column.width / 2);
    placeColumn(placement, column, x, floor);
    x += column.width + SPACE.column;
  }
  for (const [first, ...others] of groupBy(columns, ({ plug }) => plug?.bridge).values()) {
    if (first?.plug && others.length > 0)
      stretchPlug(placement, first.plug, [first.plug.qvb, ...compact(others.map(({ plug }) => plug?.qvb))]);
  }
}

/** The bridge of a trunk reaches over the columns of all its ports, with the tap in the middle. */
function stretchPlug(placement: Placement, { bridge, tap }: NonNullable<Column['plug']>, ends: readonly WiringNode[]): void {
  const boxes = ends.map(({ id }) => placement.boxOf(id));
  const { y, height } = placement.boxOf(bridge.id);
  const x = Math.min(...boxes.map((box) => box.x)) - SPACE.column;
  const width = Math.max(...boxes.map((box) => box.x + box.width)) + SPACE.column - x;
  const size = labelBoxSize(tap);
  const qvbHeight = Math.max(...boxes.map((box) => box.height));
  placement.put(bridge, { x, y, width, height }, { top: y + size.height, height: height - size.height - qvbHeight });
  placement.put(tap, { x: x + (width - size.width) / 2, y, ...size });
}

function placeColumn(placement: Placement, { plug, device, width }: Column, x: number, floor: number): void {
  if (device) {
    const { height } = labelBoxSize(device);
    placement.put(device, { x, y: floor - SPACE.nsPad - height, width, height });
  }
  if (!plug) return;
  const height = plugHeight(plug);
  const [tap, qvb] = [labelBoxSize(plug.tap), labelBoxSize(plug.qvb)];
  const y = floor - height;
  placement.put(plug.bridge, { x, y, width, height }, { top: y + tap.height, height: height - tap.height - qvb.height });
  placement.put(plug.tap, { x: x + (width - tap.width) / 2, y, ...tap });
  placement.put(plug.qvb, { x: x + (width - qvb.width) / 2, y: y + height - qvb.height, ...qvb });
}

/** The lower bridges share the host's width; what is left over goes to the first, which holds the tunnels. */
function placeLower(
  placement: Placement,
  lookup: GraphLookup,
  bridges: readonly WiringNode[],
  inner: Span & { readonly room: number },
  y: number,
  height: number,
  order: TabOrder,
): void {
  const needed = sum(bridges.map((bridge) => bridgeWidth(lookup, bridge))) + SPACE.group * Math.max(0, bridges.length - 1);
  let x = inner.x;
  for (const [i, bridge] of bridges.entries()) {
    const width = bridgeWidth(lookup, bridge) + (i === 0 ? inner.width - needed : 0);
    const top = lookup.tabs(bridge.id, 'top');
    placement.put(bridge, { x, y, width, height }, { top: y + tabSize(top).height, height: NAME_HEIGHT });
    spreadTabs(placement, top, { x, width }, y);
    const bottom = order(lookup.tabs(bridge.id, 'bottom'));
    spreadTabs(placement, bottom, { x, width: i === 0 ? width - inner.room : width }, y + height - tabSize(bottom).height);
    x += width + SPACE.group;
  }
}

function spreadTabs(placement: Placement, tabs: readonly WiringNode[], span: Span, y: number): void {
  const gap = (span.width - sum(tabs.map((tab) => labelBoxSize(tab).width))) / (tabs.length + 1);
  let x = span.x + gap;
  for (const tab of tabs) {
    const size = labelBoxSize(tab);
    placement.put(tab, { x, y, ...size });
    x += size.width + gap;
  }
}

/** br-int: its upper tabs under the guests' columns, its lower tabs over the patches they lead to. */
function placeIntegration(
  placement: Placement,
  lookup: GraphLookup,
  bridge: WiringNode,
  box: Span & { y: number; height: number },
  centres: ReadonlyMap<string, number>,
): void {
  const [top, bottom] = [lookup.tabs(bridge.id, 'top'), lookup.tabs(bridge.id, 'bottom')];
  const [topHeight, bottomHeight] = [tabSize(top).height, tabSize(bottom).height];
  placement.put(bridge, box, { top: box.y + topHeight, height: box.height - topHeight - bottomHeight });
  for (const tab of top) {
    const size = labelBoxSize(tab);
    placement.put(tab, { x: (centres.get(tab.id) ?? box.x + box.width / 2) - size.width / 2, y: box.y, ...size });
  }
  for (const tab of bottom) {
    const size = labelBoxSize(tab);
    const [link] = lookup.linksOf(tab.id);
    const middle = link ? topOf(placement.boxOf(lookup.farEnd(link, tab.id).id)).x : box.x + box.width / 2;
    placement.put(tab, { x: middle - size.width / 2, y: box.y + box.height - size.height, ...size });
  }
}
