import type { ElementId } from '#core/base';
import type { TraceStep } from '#core/trace';
import { type WiringGraph, buildWiringGraph, overlayTrace, placeGraph, renderSvg, writeDrawio, writeMermaid } from '#core/diagram';
import { describe, expect, test } from 'vitest';
import { sketchCloud } from './deployment-builder.ts';
import { createLayoutKernel } from './layout-kernel.ts';
import { sketchTrace, stepAt } from './trace-builder.ts';

const FABRIC = sketchCloud({
  hosts: ['hv-1', 'hv-2', 'net-1'],
  networks: { red: 22, green: 99 },
  vms: { a: ['hv-1', 'red'], b: ['hv-2', 'green'] },
  routers: { r: ['net-1', 'red', 'green'] },
  hybrid: true,
});
const GRAPH = buildWiringGraph({ fabric: FABRIC, findings: [], placeOf: () => undefined }, { kind: 'wiring' });
const PLACED = await placeGraph(GRAPH, createLayoutKernel());

describe('an SVG', () => {
  test('escapes what names contain', async () => {
    const svg = renderSvg(await placeGraph(renamed('<script>&"\u0000'), createLayoutKernel()), { theme: 'light' });
    expect(svg).not.toContain('<script');
    expect(svg).not.toContain('\u0000');
    expect(svg).toContain('>&lt;script&gt;&amp;&quot;</text>');
  });

  test('names the box and the element of everything that can be clicked', () => {
    const svg = renderSvg(PLACED, { theme: 'light' });
    expect(svg).toContain('data-id="hv-1/a" data-element="vm:demo.a"');
    expect(svg).toContain('data-id="key/network:demo.red" data-element="network:demo.red"');
  });

  test('has colours as plain values for files and as variables for VS Code', () => {
    expect(renderSvg(PLACED, { theme: 'dark' })).not.toContain('var(');
    expect(renderSvg(PLACED, { theme: 'vscode' })).toContain('var(--vscode-editor-background)');
  });

  test('numbers the hops of a trace on the boxes it passes', () => {
    const trace = overlayTrace(GRAPH, sketchTrace(FABRIC, ['hv-1', 'net-1', 'hv-2']));
    const svg = renderSvg(PLACED, { theme: 'light', trace });
    expect([...svg.matchAll(/data-hop="(\d+)"/g)].map(([, number]) => Number(number)).sort((a, b) => a - b)).toEqual(
      trace.hops.map(({ number }) => number),
    );
  });
});

describe('a trace over a picture', () => {
  const { hops } = overlayTrace(GRAPH, sketchTrace(FABRIC, ['hv-1', 'net-1', 'hv-2']));
  const plain = (id: string): string => id.replace(/[0-9a-f]{8}-[0-9a-f-]+/g, '*');

  test('stops at every device on the way', () => {
    expect(hops.map(({ node }) => plain(node ?? 'none'))).toEqual([
      'hv-1/a',
      'hv-1/qbr*',
      'hv-1/br-int',
      'hv-1/br-tun',
      'net-1/br-tun',
      'net-1/br-int',
      'net-1/qrouter-*',
      'net-1/br-int',
      'net-1/br-tun',
      'hv-2/br-tun',
      'hv-2/br-int',
      'hv-2/qbr*',
      'hv-2/b',
    ]);
  });

  test('runs along the wires between them without a gap', () => {
    const kinds = new Map(GRAPH.links.map(({ id, kind }) => [id, kind]));
    expect(hops.flatMap(({ links }) => links.map((id) => kinds.get(id)))).toEqual([
      'plug',
      'plug',
      'patch',
      'tunnel',
      'patch',
      'internal',
      'internal',
      'patch',
      'tunnel',
      'patch',
      'plug',
      'plug',
    ]);
  });

  test('counts what the view has no box for to the hop before', () => {
    const { hops: seen } = overlayTrace(
      { ...GRAPH, nodes: GRAPH.nodes.filter(({ host }) => host !== 'net-1'), links: [] },
      sketchTrace(FABRIC, ['hv-1', 'net-1', 'hv-2']),
    );
    expect(seen.map(({ title, steps }) => `${title} ${steps.length}`).slice(3, 5)).toEqual(['br-tun 6', 'br-tun 1']);
  });

  test('lights the tunnel between its two ends, whatever the outer packet passes', () => {
    const tunnel = GRAPH.links.find(({ kind, from }) => kind === 'tunnel' && from.startsWith('hv-1/br-tun/'));
    const [near, far] = [tunnel?.from ?? '', tunnel?.to ?? ''].map((id) => id.split('/'));
    const at = (end: readonly string[] | undefined): TraceStep => ({ ...stepAt(end?.[0] ?? '', end?.[2] ?? ''), kind: 'tunnel' });
    const steps = [
      at(near),
      { ...stepAt('', 'underlay'), kind: 'underlay' as const, host: undefined },
      stepAt(far?.[0] ?? '', 'br-ex'),
      at(far),
    ];
    const { hops: seen } = overlayTrace(GRAPH, {
      request: { verdict: 'delivered', reason: undefined, steps, branches: [], egress: undefined },
      reply: undefined,
    });
    expect(seen.map(({ title, links }) => [title, ...links])).toEqual([['br-tun'], ['br-ex'], ['br-tun', tunnel?.id]]);
  });

  test('shows the reply in place of the request while one of its hops is brought out', () => {
    const { request } = sketchTrace(FABRIC, ['hv-1', 'net-1', 'hv-2']);
    const trace = overlayTrace(GRAPH, { request, reply: request });
    const numbers = (hop: number | undefined) =>
      [...renderSvg(PLACED, { theme: 'light', trace, hop }).matchAll(/data-hop="(\d+)"/g)].map(([, number]) => Number(number));
    expect(Math.max(...numbers(undefined))).toBe(13);
    expect(Math.min(...numbers(14))).toBe(14);
  });

  test('runs on the whiteboard from VM to router to VM', () => {
    const board = buildWiringGraph({ fabric: FABRIC, findings: [], placeOf: () => undefined }, { kind: 'logical' });
    const guest = (element: string): TraceStep => ({ ...stepAt('', ''), kind: 'guest', element: element as ElementId }); // as elementId writes it
    const steps = [guest('vm:demo.a'), stepAt('hv-1', 'br-int'), guest('router:demo.r'), guest('vm:demo.b')];
    const { hops: seen } = overlayTrace(board, {
      request: { verdict: 'delivered', reason: undefined, steps, branches: [], egress: undefined },
      reply: undefined,
    });
    expect(seen.map(({ title, links }) => `${title} ${links.length}`)).toEqual(['a 0', 'r 2', 'b 2']);
  });
});

describe('a Mermaid flowchart', () => {
  test('has a subgraph for every container and a line for every link', () => {
    const text = writeMermaid(GRAPH);
    const containers = new Set(GRAPH.nodes.map(({ parent }) => parent).filter((parent) => parent !== undefined));
    expect(text.match(/^ *subgraph /gm)).toHaveLength(containers.size);
    expect(text.match(/^ *end$/gm)).toHaveLength(containers.size);
    expect(text.match(/^ {2}n\d+ \S*(--|==|-\.)/gm)).toHaveLength(GRAPH.links.length);
  });

  test('writes characters that would end a label as codes', () => {
    expect(writeMermaid(renamed('a"]<b>'))).toContain('a#34;]#60;b#62;');
  });
});

describe('a trace in a format that draws by itself', () => {
  const trace = overlayTrace(GRAPH, sketchTrace(FABRIC, ['hv-1', 'net-1', 'hv-2']));
  const passed = new Set(trace.hops.flatMap(({ links }) => links));

  test('brings out the lines of a Mermaid flowchart that it passes, by their order, and numbers its stops', () => {
    const text = writeMermaid(GRAPH, { trace });
    const indices = GRAPH.links.flatMap(({ id }, i) => (passed.has(id) ? [i] : []));
    expect(text).toContain(`  linkStyle ${indices.join(',')} stroke:#f5b800,stroke-width:5px`);
    expect(text).toMatch(/^ {2}class n\d+(,n\d+)+ passed$/m);
    expect(
      [...text.matchAll(/<br\/>hop ([\d, ]+)/g)]
        .flatMap(([, numbers]) => numbers?.split(', '))
        .map(Number)
        .sort((a, b) => a - b),
    ).toEqual(trace.hops.map(({ number }) => number));
    expect(writeMermaid(GRAPH)).not.toMatch(/linkStyle|classDef|hop/);
  });

  test('brings out the lines of a draw.io file that it passes, and numbers its stops', () => {
    const xml = writeDrawio(PLACED, { trace });
    expect([...xml.matchAll(/<mxCell id="#hop-(\d+)"/g)].map(([, number]) => Number(number)).sort((a, b) => a - b)).toEqual(
      trace.hops.map(({ number }) => number),
    );
    const lines = [...xml.matchAll(/<mxCell id="[^"]*"[^>]*strokeColor=#f5b800;[^>]*edge="1"/g)];
    expect(lines).toHaveLength(passed.size);
    expect(writeDrawio(PLACED)).not.toMatch(/#f5b800|hop-/);
  });

  test('takes the dark colours, where they are asked for', () => {
    expect(writeMermaid(GRAPH, { theme: 'dark' })).toMatch(/^%%\{init: \{'theme': 'dark'\}\}%%\nflowchart TB\n/);
    expect(writeDrawio(PLACED, { theme: 'dark' })).toContain('background="#1b1f24"');
  });
});

describe('a draw.io file', () => {
  test('places a box relative to the box it lies in', () => {
    const port = PLACED.nodes.find(({ node }) => node.id === 'hv-1/br-tun/patch-int')?.box;
    const bridge = PLACED.nodes.find(({ node }) => node.id === 'hv-1/br-tun')?.box;
    const geometry = `<mxGeometry x="${(port?.x ?? 0) - (bridge?.x ?? 0)}" y="${(port?.y ?? 0) - (bridge?.y ?? 0)}" `;
    expect(writeDrawio(PLACED)).toContain(`vertex="1" parent="hv-1/br-tun">${geometry}`);
  });

  test('fastens every line to two boxes it has', () => {
    const xml = writeDrawio(PLACED);
    const ends = [...xml.matchAll(/source="([^"]*)" target="([^"]*)"/g)].flatMap(([, from, to]) => [from, to]);
    expect(ends).toHaveLength(2 * GRAPH.links.length);
    for (const end of ends) expect(xml).toContain(`<mxCell id="${end ?? ''}"`);
  });

  test('escapes a label as HTML and then as XML', async () => {
    expect(writeDrawio(await placeGraph(renamed('<b>'), createLayoutKernel()))).toContain('&amp;lt;b&amp;gt;');
  });
});

function renamed(title: string): WiringGraph {
  return { ...GRAPH, nodes: GRAPH.nodes.map((node) => ({ ...node, title })) };
}
