import { compareNumber, sortedBy } from '#core/base';
import type { GraphLookup } from './graph-lookup.ts';
import { labelBoxSize, sum } from './node-label.ts';
import type { PlacedLink, Point } from './placed-graph.ts';
import { type Placement, bottomOf, topOf } from './placement.ts';
import { measureText } from './text-style.ts';
import type { WiringGraph, WiringLink, WiringNode } from './wiring-graph.ts';

/** Distances of what joins hosts, in CSS pixels. */
const TRUNK = { gap: 36, lane: 30, header: 30, height: 40, upright: 44 } as const;

interface Area {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
  /** Hosts stand in several rows. */
  readonly inRows: boolean;
}

/** Where the joins end, and their lines. */
export interface Trunks {
  readonly bottom: number;
  readonly right: number;
  readonly links: readonly PlacedLink[];
}

/** Places what joins hosts: a band below a single row (tunnels run inside the underlay's), or an upright bar at the left of several rows. */
export function placeTrunks(placement: Placement, lookup: GraphLookup, graph: WiringGraph, area: Area): Trunks {
  const trunks = graph.nodes.filter(({ kind }) => kind === 'underlay' || kind === 'physical-network');
  const joins = graph.links.filter(({ kind }) => kind === 'tunnel' || kind === 'uplink');
  return area.inRows ? placeUpright(placement, trunks, joins, area) : placeBands(placement, lookup, trunks, joins, area);
}

function placeBands(
  placement: Placement,
  lookup: GraphLookup,
  trunks: readonly WiringNode[],
  joins: readonly WiringLink[],
  area: Area,
): Trunks {
  const pairs = joins.filter((link) => link.kind === 'tunnel' && lookup.node(link.to).kind === 'port');
  const lanes = assignLanes(placement, pairs);
  const deepest = Math.max(0, ...lanes.values());
  let y = area.bottom;
  let right = area.right;
  let laneTop = y;
  for (const trunk of trunks) {
    y += TRUNK.gap;
    const remotes = lookup.inside(trunk.id);
    const remoteHeight = Math.max(0, ...remotes.map((remote) => labelBoxSize(remote).height + 14));
    const isUnderlay = trunk.kind === 'underlay';
    const body = isUnderlay ? deepest * TRUNK.lane + remoteHeight : 0;
    const height = body > 0 ? body + TRUNK.header + 8 : TRUNK.height;
    const remoteWidth = sum(remotes.map((remote) => labelBoxSize(remote).width + 16)) + 32;
    right = Math.max(right, area.left + Math.max(remoteWidth, labelBoxSize(trunk).width + 16));
    placement.put(trunk, { x: area.left, y, width: right - area.left, height }, body > 0 ? 'footer' : 'middle');
    if (isUnderlay) laneTop = y + 8;
    placeRemotes(placement, lookup, remotes, { left: area.left, right, y: y + 14 });
    y += height;
  }
  return { bottom: y, right, links: joins.map((link) => route(link)) };

  function route(link: WiringLink): PlacedLink {
    const from = bottomOf(placement.boxOf(link.from));
    const lane = lanes.get(link);
    if (lane !== undefined) {
      const to = bottomOf(placement.boxOf(link.to));
      const laneY = laneTop + (lane - 0.5) * TRUNK.lane;
      return { link, points: [from, { x: from.x, y: laneY }, { x: to.x, y: laneY }, to], label: { x: (from.x + to.x) / 2, y: laneY } };
    }
    const target = placement.boxOf(link.to);
    if (lookup.node(link.to).kind === 'remote-host')
      return { link, points: remotePath(from, topOf(target), area.bottom), label: undefined };
    // Into the underlay's band, or onto its edge.
    return { link, points: [from, { x: from.x, y: target.y + (link.kind === 'tunnel' ? 14 : 0) }], label: undefined };
  }
}

function remotePath(from: Point, to: Point, bottom: number): Point[] {
  return from.x === to.x ? [from, to] : [from, { x: from.x, y: bottom + TRUNK.gap / 2 }, { x: to.x, y: bottom + TRUNK.gap / 2 }, to];
}

/** Far hosts under the tunnel tabs that lead to them, moved apart where they would overlap. */
function placeRemotes(
  placement: Placement,
  lookup: GraphLookup,
  remotes: readonly WiringNode[],
  area: { left: number; right: number; y: number },
): void {
  const wished = remotes.map((remote) => {
    const [link] = lookup.linksOf(remote.id);
    return { remote, size: labelBoxSize(remote), x: link ? bottomOf(placement.boxOf(link.from)).x : area.left };
  });
  let x = area.left + 16;
  for (const { remote, size, x: middle } of sortedBy(wished, (wish) => wish.x)) {
    x = Math.max(x, middle - size.width / 2);
    placement.put(remote, { x, y: area.y, ...size });
    x += size.width + 16;
  }
}

/** A lane for each tunnel, from 1 at the top: each lies below every shorter one it passes. */
function assignLanes(placement: Placement, tunnels: readonly WiringLink[]): Map<WiringLink, number> {
  const spans = tunnels.map((link) => {
    const [a, b] = [bottomOf(placement.boxOf(link.from)).x, bottomOf(placement.boxOf(link.to)).x];
    const middle = (a + b) / 2;
    const half = Math.max(Math.abs(a - b), measureText(link.label, 'small') + 40) / 2;
    return { link, from: middle - half, to: middle + half };
  });
  const lanes = new Map<WiringLink, number>();
  const done: typeof spans = [];
  for (const span of sortedBy(
    spans,
    ({ from, to }) => to - from,
    ({ from }) => from,
  )) {
    const passed = done.filter((other) => other.from < span.to && span.from < other.to).map(({ link }) => lanes.get(link) ?? 0);
    lanes.set(span.link, Math.max(0, ...passed) + 1);
    done.push(span);
  }
  return lanes;
}

/** From a row's lower edge to its first channel, in CSS pixels: below the tunnel addresses, which hang over the edge. */
const CHANNEL = 34;

/** How far a tunnel address may hang over its host's lower edge. */
const OVERHANG = CHANNEL - 1;

/** Upright bars at the left; each row's lines gather in a channel under the row. */
function placeUpright(placement: Placement, trunks: readonly WiringNode[], joins: readonly WiringLink[], area: Area): Trunks {
  let x = area.left;
  const channel = new Map<string, number>();
  for (const [i, trunk] of trunks.entries()) {
    placement.put(trunk, { x, y: area.top, width: TRUNK.upright, height: area.bottom - area.top }, 'upright');
    channel.set(trunk.id, CHANNEL + 14 * i);
    x += TRUNK.upright + 16;
  }
  const hosts = placement.nodes().filter(({ node }) => node.kind === 'host');
  const floors = [...new Set(hosts.map(({ box }) => box.y + box.height))].sort(compareNumber);
  const links = joins.map((link): PlacedLink => {
    const from = bottomOf(placement.boxOf(link.from));
    const bar = placement.boxOf(link.to);
    const floor = floors.find((y) => y + OVERHANG >= from.y) ?? area.bottom;
    const y = floor + (channel.get(link.to) ?? CHANNEL) + (link.kind === 'tunnel' ? 14 : 0);
    return { link, points: [from, { x: from.x, y }, { x: bar.x + bar.width, y }], label: undefined };
  });
  return { bottom: area.bottom, right: area.right, links };
}
