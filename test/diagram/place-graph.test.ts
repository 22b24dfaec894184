import { elementId } from '#core/base';
import {
  type Box,
  type DiagramView,
  type PlacedGraph,
  type PlacedLink,
  type Point,
  buildWiringGraph,
  labelBoxSize,
  placeGraph,
  renderSvg,
} from '#core/diagram';
import { describe, expect, test } from 'vitest';
import { type CloudSketch, sketchCloud } from './deployment-builder.ts';
import { createLayoutKernel } from './layout-kernel.ts';

const NO_VMS: CloudSketch = { hosts: ['hv-1', 'hv-2'], networks: {}, vms: {} };
const ROUTED: CloudSketch = {
  hosts: ['hv-1', 'hv-2', 'hv-3', 'net-1'],
  plainHosts: ['disk-1', 'disk-2'],
  networks: { red: 22, green: 99 },
  vms: { a: ['hv-1', 'red'], b: ['hv-2', 'red'], c: ['hv-2', 'green'], 'a-vm-with-quite-a-long-name-for-a-box': ['hv-1', 'green'] },
  routers: { r: ['net-1', 'red', 'green'] },
};
const CLOUDS: readonly [name: string, sketch: CloudSketch][] = [
  ['without VMs', NO_VMS],
  ['routed, tap plugged', ROUTED],
  ['routed, hybrid plugged', { ...ROUTED, hybrid: true }],
  ['of one host', { ...NO_VMS, hosts: ['alone'] }],
  ['of thirty hosts', { ...ROUTED, hosts: ['net-1', ...Array.from({ length: 29 }, (_, i) => `hv-${i + 1}`)] }],
];
const VIEWS: readonly DiagramView[] = [{ kind: 'wiring' }, { kind: 'logical' }, { kind: 'host', host: elementId('host', 'hv-1') }];

describe.each(CLOUDS)('a picture of a cloud %s', (_, sketch) => {
  test.each(VIEWS)('has every box inside its container and the page, in the $kind view', async (view) => {
    const placed = await place(sketch, view);
    const boxes = new Map(placed.nodes.map(({ node, box }) => [node.id, box]));
    expect(placed.nodes).toHaveLength(placed.graph.nodes.length);
    for (const { node, box } of placed.nodes) {
      const container = node.parent === undefined ? { x: 0, y: 0, width: placed.width, height: placed.height } : boxes.get(node.parent);
      // The tunnel address sits on the edge of its host.
      const inner = node.kind === 'nic' ? { ...box, height: box.height / 2 } : box;
      expect(container && contains(container, inner), node.id).toBe(true);
    }
  });

  test.each(VIEWS)('has no box over another, in the $kind view', async (view) => {
    const { nodes } = await place(sketch, view);
    const pairs = nodes.flatMap((a, i) => nodes.slice(i + 1).map((b) => [a, b] as const));
    const touching = pairs.filter(([a, b]) => a.node.parent === b.node.parent && overlaps(a.box, b.box));
    expect(touching.map(([a, b]) => `${a.node.id} over ${b.node.id}`)).toEqual([]);
  });

  test.each(VIEWS)('has room for every label, in the $kind view', async (view) => {
    const { nodes } = await place(sketch, view);
    expect(
      nodes
        .filter(({ node, box, label }) => labelBoxSize(node).width > (label === 'upright' ? box.height : box.width) + 1)
        .map(({ node }) => node.id),
    ).toEqual([]);
  });

  test('runs every wire inside a host straight down', async () => {
    const { links } = await place(sketch, { kind: 'wiring' });
    const bent = links.filter(
      ({ link, points }) => ['plug', 'internal', 'patch'].includes(link.kind) && new Set(points.map(({ x }) => x)).size > 1,
    );
    expect(bent.map(({ link }) => link.id)).toEqual([]);
  });

  test('lets no tunnel cross the tunnel address of its host', async () => {
    const { nodes, links } = await place(sketch, { kind: 'wiring' });
    const cards = nodes.filter(({ node }) => node.kind === 'nic').map(({ box }) => box);
    const crosses = (a: Point, b: Point) =>
      cards.some(
        ({ x, y, width, height }) =>
          Math.max(a.x, b.x) > x && Math.min(a.x, b.x) < x + width && Math.max(a.y, b.y) > y && Math.min(a.y, b.y) < y + height,
      );
    const crossed = links.filter(
      ({ link, points }) => link.kind === 'tunnel' && points.some((point, i) => crosses(points[i - 1] ?? point, point)),
    );
    expect(crossed.map(({ link }) => link.id)).toEqual([]);
  });

  test('is the same every time', async () => {
    const [first, second] = await Promise.all(
      VIEWS.map((view) => place(sketch, view))
        .concat(VIEWS.map((view) => place(sketch, view)))
        .map(async (placed) => renderSvg(await placed, { theme: 'light' })),
    ).then((all) => [all.slice(0, VIEWS.length), all.slice(VIEWS.length)]);
    expect(first).toEqual(second);
  });
});

test('lines between rows of hosts pass through no host', async () => {
  const { nodes, links } = await place({ ...NO_VMS, hosts: Array.from({ length: 30 }, (_, i) => `hv-${i}`) }, { kind: 'wiring' });
  const hosts = nodes.filter(({ node }) => node.kind === 'host');
  expect(new Set(hosts.map(({ box }) => box.y)).size).toBeGreaterThan(1);
  const through = links
    .filter(({ link }) => link.kind === 'tunnel' || link.kind === 'uplink')
    .flatMap(({ link, points }) =>
      hosts
        .filter(
          ({ node, box }) =>
            !link.from.startsWith(`${node.id}/`) && pieces(points).some((piece) => levelEdges(box).some((edge) => crossing(piece, edge))),
        )
        .map(({ node }) => `${link.id} through ${node.id}`),
    );
  expect(through).toEqual([]);
});

describe('hosts in a row', () => {
  test('have their bridges level', async () => {
    const { nodes } = await place({ ...ROUTED, hybrid: true }, { kind: 'wiring' });
    for (const bridge of ['br-int', 'br-tun', 'br-ex'])
      expect(new Set(nodes.filter(({ node }) => node.title === bridge).map(({ box }) => box.y)).size, bridge).toBe(1);
  });

  test('of three have tunnels that do not cross', async () => {
    const pairs = await tunnelPairs(3);
    expect(pairs.filter(([a, b]) => cross(a.points, b.points)).map(([a, b]) => `${a.link.id} × ${b.link.id}`)).toEqual([]);
  });

  test.each([3, 4, 5])('of %i have no tunnel on top of another', async (count) => {
    const pairs = await tunnelPairs(count);
    expect(pairs.filter(([a, b]) => runTogether(a.points, b.points)).map(([a, b]) => `${a.link.id} ∥ ${b.link.id}`)).toEqual([]);
  });
});

/** Every two tunnels of so many hosts. */
async function tunnelPairs(count: number): Promise<(readonly [PlacedLink, PlacedLink])[]> {
  const { links } = await place({ hosts: Array.from({ length: count }, (_, i) => `hv-${i}`), networks: {}, vms: {} }, { kind: 'wiring' });
  const tunnels = links.filter(({ link }) => link.kind === 'tunnel');
  expect(tunnels).toHaveLength((count * (count - 1)) / 2);
  return tunnels.flatMap((a, i) => tunnels.slice(i + 1).map((b) => [a, b] as const));
}

async function place(sketch: CloudSketch, view: DiagramView): Promise<PlacedGraph> {
  return placeGraph(buildWiringGraph({ fabric: sketchCloud(sketch), findings: [], placeOf: () => undefined }, view), createLayoutKernel());
}

function contains(outer: Box, inner: Box): boolean {
  const slack = 1; // places are rounded to whole pixels
  return (
    inner.x >= outer.x - slack &&
    inner.y >= outer.y - slack &&
    inner.x + inner.width <= outer.x + outer.width + slack &&
    inner.y + inner.height <= outer.y + outer.height + slack
  );
}

function overlaps(a: Box, b: Box): boolean {
  return a.x + 1 < b.x + b.width && b.x + 1 < a.x + a.width && a.y + 1 < b.y + b.height && b.y + 1 < a.y + a.height;
}

type Piece = readonly [Point, Point];

function pieces(points: readonly Point[]): Piece[] {
  return points.slice(1).map((point, i) => [points[i] ?? point, point]);
}

function cross(a: readonly Point[], b: readonly Point[]): boolean {
  return pieces(a).some((p) => pieces(b).some((q) => crossing(p, q) || crossing(q, p)));
}

/** The upper and the lower edge. */
function levelEdges({ x, y, width, height }: Box): Piece[] {
  return [y, y + height].map((level) => [
    { x, y: level },
    { x: x + width, y: level },
  ]);
}

/** Whether an upright piece passes through a level one. */
function crossing([a, b]: Piece, [c, d]: Piece): boolean {
  if (a.x !== b.x || c.y !== d.y) return false;
  return Math.min(c.x, d.x) < a.x && a.x < Math.max(c.x, d.x) && Math.min(a.y, b.y) < c.y && c.y < Math.max(a.y, b.y);
}

/** Whether two level pieces lie on one another. */
function runTogether(a: readonly Point[], b: readonly Point[]): boolean {
  return pieces(a).some(([p, q]) =>
    pieces(b).some(
      ([r, s]) =>
        p.y === q.y && r.y === s.y && p.y === r.y && Math.min(p.x, q.x) < Math.max(r.x, s.x) && Math.min(r.x, s.x) < Math.max(p.x, q.x),
    ),
  );
}
