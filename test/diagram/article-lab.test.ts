import { readFileSync } from 'node:fs';
import { type ElementId, elementId } from '#core/base';
import { compileFabric } from '#core/compile';
import {
  type DiagramView,
  type WiringGraph,
  buildWiringGraph,
  overlayTrace,
  placeGraph,
  renderSvg,
  writeDrawio,
  writeMermaid,
} from '#core/diagram';
import { indexTopology, placeOf } from '#core/model';
import { analyse } from '#core/plan';
import { tracePacket } from '#core/trace';
import { parseOstopo } from '#language';
import { describe, expect, test } from 'vitest';
import { createLayoutKernel } from './layout-kernel.ts';

const EXAMPLE = new URL('../../examples/article-lab.ostopo', import.meta.url);
/** The wiring and the whiteboard are held by test/golden. */
const GOLDEN = 'golden/article-lab';

const { topology, findings: slips } = parseOstopo(readFileSync(EXAMPLE, 'utf8'), 'file:///article-lab.ostopo');
const { deployment, findings } = analyse(topology, slips);
const fabric = compileFabric(deployment);
const elements = indexTopology(topology);

describe("the article's lab", () => {
  test.each<[name: string, view: DiagramView]>([
    ['host-controller-0', { kind: 'host', host: elementId('host', 'controller-0') }],
    ['host-compute-0', { kind: 'host', host: elementId('host', 'compute-0') }],
  ])('is drawn as before: %s', async (name, view) => {
    const placed = await placeGraph(graphOf(view), createLayoutKernel());
    await expect(renderSvg(placed, { theme: 'light' })).toMatchFileSnapshot(`${GOLDEN}-${name}.svg`);
  });

  test('is written as Mermaid and draw.io as before', async () => {
    const placed = await placeGraph(graphOf({ kind: 'wiring' }), createLayoutKernel());
    await expect(writeMermaid(placed.graph)).toMatchFileSnapshot(`${GOLDEN}-wiring.mmd`);
    await expect(writeDrawio(placed)).toMatchFileSnapshot(`${GOLDEN}-wiring.drawio`);
  });

  test("is the README's picture", async () => {
    const placed = await placeGraph(graphOf({ kind: 'wiring' }), createLayoutKernel());
    await expect(renderSvg(placed, { theme: 'light' })).toMatchFileSnapshot('../../docs/images/article-lab-wiring.svg');
    const trace = overlayTrace(placed.graph, routedPing());
    await expect(renderSvg(placed, { theme: 'light', trace })).toMatchFileSnapshot('../../docs/images/article-lab-trace.svg');
  });

  test("shows the article's bridges and ports on every host", () => {
    const { nodes } = graphOf({ kind: 'wiring' });
    const portsOf = (bridge: string) =>
      nodes
        .filter(({ parent }) => parent === bridge)
        .map(({ title }) => title)
        .sort();
    expect(portsOf('compute-0/br-int')).toEqual(['int-br-ex', 'patch-tun', 'qvo5bd37136-47', 'qvo95d96a75-a0']);
    expect(portsOf('compute-0/br-tun')).toEqual(['patch-int', 'vxlan-c0a8ff0f', 'vxlan-c0a8ff1a']);
    expect(portsOf('compute-0/br-ex')).toEqual(['phy-br-ex']);
    expect(portsOf('controller-0/br-int')).toEqual([
      'int-br-ex',
      'patch-tun',
      'qr-0c52b15f-8f',
      'qr-92fa49b5-54',
      'tap22015e46-0b',
      'tapca25a97e-64',
    ]);
    expect(portsOf('controller-0/br-ex')).toEqual(['eth0', 'phy-br-ex']);
  });

  test('marks both networks with the MTU fault', () => {
    expect(graphOf({ kind: 'wiring' }).networks.map(({ name, marks }) => [name, ...marks.map(({ severity }) => severity)])).toEqual([
      ['net-1', 'error'],
      ['net-2', 'error'],
    ]);
  });

  test('leads from every box that stands for an element to its text', () => {
    const { nodes } = graphOf({ kind: 'wiring' });
    expect(nodes.filter(({ element, place }) => element !== undefined && place === undefined).map(({ id }) => id)).toEqual([]);
  });

  test('shows the routed ping passing the router between its two tunnels', () => {
    const { hops } = overlayTrace(graphOf({ kind: 'wiring' }), routedPing());
    const request = hops.filter(({ leg }) => leg === 'request');
    expect(request.map(({ host, title }) => `${host ?? ''} ${title}`)).toEqual([
      'compute-0 vm-1',
      'compute-0 qbr95d96a75-a0',
      'compute-0 br-int',
      'compute-0 br-tun',
      'controller-0 br-ex',
      'controller-0 br-tun',
      'controller-0 br-int',
      'controller-0 router-1',
      'controller-0 br-int',
      'controller-0 br-tun',
      'controller-0 br-ex',
      'compute-1 br-tun',
      'compute-1 br-int',
      'compute-1 qbr3210e8ec-c0',
      'compute-1 vm-4',
    ]);
    expect(request.flatMap(({ links }) => links.filter((id) => id.startsWith('tunnel:')))).toEqual([
      'tunnel:compute-0/br-tun/vxlan-c0a8ff0f~controller-0/br-tun/vxlan-c0a8ff13',
      'tunnel:compute-1/br-tun/vxlan-c0a8ff0f~controller-0/br-tun/vxlan-c0a8ff1a',
    ]);
  });
});

function graphOf(view: DiagramView): WiringGraph {
  return buildWiringGraph(
    {
      fabric,
      findings,
      placeOf: (id: ElementId) => {
        const element = elements.get(id);
        return element && placeOf(element);
      },
    },
    view,
  );
}

function routedPing() {
  const packet = {
    protocol: 'icmp',
    destinationPort: undefined,
    sourcePort: undefined,
    ttl: undefined,
    sizeBytes: undefined,
    dontFragment: false,
  } as const;
  return tracePacket(fabric, {
    from: { kind: 'vm', id: elementId('vm', 'demo', 'vm-1') },
    to: { kind: 'vm', id: elementId('vm', 'demo', 'vm-4') },
    packet,
  });
}
