import { type ElementId, elementId } from '#core/base';
import { type DiagramView, type WiringGraph, buildWiringGraph } from '#core/diagram';
import type { TracePath } from '#protocol';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { type CloudSketch, sketchCloud } from '../diagram/deployment-builder.ts';
import { sketchTrace } from '../diagram/trace-builder.ts';
import { type FakeHost, type PageHost, cannotRun, startPageHost } from './page-host.ts';

if (cannotRun !== undefined) console.warn(`preview page left out: ${cannotRun}`);

const LAB: CloudSketch = {
  hosts: ['compute-0', 'compute-1', 'controller-0'],
  plainHosts: ['storage-0'],
  networks: { 'net-1': 22, 'net-2': 99 },
  vms: { 'vm-1': ['compute-0', 'net-1'], 'vm-2': ['compute-1', 'net-1'], 'vm-4': ['compute-1', 'net-2'] },
  routers: { 'router-1': ['controller-0', 'net-1', 'net-2'] },
  hybrid: true,
};

describe.skipIf(cannotRun !== undefined)('the preview page', { timeout: 30_000 }, () => {
  let browser: PageHost;
  let host: FakeHost;
  beforeAll(async () => {
    browser = await startPageHost();
  }, 60_000);
  afterAll(async () => browser.close());
  afterEach(async () => {
    expect(host.complaints).toEqual([]);
    await host.page.close();
  });

  /** Opens a page and lets it draw one picture. */
  async function openWith(graph: WiringGraph): Promise<void> {
    host = await browser.open();
    await host.hear('ready');
    await host.tell({ kind: 'changed' });
    await answer(graph);
  }

  async function answer(graph: WiringGraph): Promise<void> {
    const { pull } = await host.hear('pull');
    await host.tell({ kind: 'picture', pull, answer: { kind: 'wiring', version: 1, graph } });
    await host.hear('drawn');
  }

  const box = (id: string) => host.page.locator(`g.node[data-id="${id}"]`);
  const pictureBox = () =>
    host.page.evaluate(() => {
      const { left, right } = document.querySelector('.viewport')?.getBoundingClientRect() ?? { left: 0, right: 0 };
      return { left, right };
    });
  const scale = () => host.page.evaluate(() => document.querySelector<SVGGElement>('.viewport')?.getCTM()?.a);

  test('draws every box of the graph with its label', async () => {
    const graph = graphOf(LAB);
    await openWith(graph);
    for (const node of graph.nodes) expect(await box(node.id).locator(':scope > text').allTextContents(), node.id).toContain(node.title);
    expect(await host.page.locator('g.link').count()).toBe(graph.links.length);
  });

  test('lays the whiteboard out in its worker', async () => {
    await openWith(graphOf(LAB, { kind: 'logical' }));
    const [router, network] = await Promise.all([box('router:demo.router-1').boundingBox(), box('network:demo.net-1').boundingBox()]);
    expect(router?.y).toBeLessThan(network?.y ?? 0);
  });

  test('asks the host to reveal a box that is clicked, with its place', async () => {
    await openWith(graphOf(LAB));
    await box('compute-0/vm-1').locator('.box').click();
    expect(await host.hear('reveal')).toEqual({ kind: 'reveal', element: 'vm:demo.vm-1', place: placeOf(elementId('vm', 'demo', 'vm-1')) });
  });

  test('reveals with the keyboard the box that arrows led to', async () => {
    await openWith(graphOf(LAB));
    await box('controller-0').focus();
    await host.page.keyboard.press('ArrowRight');
    const focused = await host.page.evaluate(() => document.activeElement?.getAttribute('data-element'));
    await host.page.keyboard.press('Enter');
    expect(focused).not.toBe('host:controller-0');
    expect((await host.hear('reveal')).element).toBe(focused);
  });

  test('does not take a drag of the picture for a click', async () => {
    await openWith(graphOf(LAB));
    const at = await box('compute-0/vm-1').boundingBox();
    await host.page.mouse.move((at?.x ?? 0) + 10, (at?.y ?? 0) + 10);
    await host.page.mouse.down();
    await host.page.mouse.move((at?.x ?? 0) + 90, (at?.y ?? 0) + 60, { steps: 4 });
    await host.page.mouse.up();
    // The first pixels may go by before the drag is known for one.
    await expect.poll(async () => ((await box('compute-0/vm-1').boundingBox())?.x ?? 0) - (at?.x ?? 0)).toBeGreaterThan(75);
    expect(host.said.filter(({ kind }) => kind === 'reveal')).toEqual([]);
  });

  test('takes over a change and keeps the zoom', async () => {
    await openWith(graphOf(LAB));
    await host.page.getByRole('button', { name: 'Zoom in' }).click();
    // A fitted picture is at most as large as drawn; the page moves it in the browser's next frame.
    await expect.poll(scale).toBeGreaterThan(1.2);
    const zoomed = await scale();
    await host.tell({ kind: 'changed' });
    await answer(graphOf({ ...LAB, vms: { ...LAB.vms, 'vm-9': ['compute-1', 'net-2'] } }));
    expect(await box('compute-1/vm-9').count()).toBe(1);
    expect(await scale()).toBe(zoomed);
  });

  test('fits the picture again after any zooming', async () => {
    await openWith(graphOf(LAB));
    await host.page.setViewportSize({ width: 500, height: 700 });
    const fit = host.page.getByRole('button', { name: 'Show all of the picture' });
    await fit.click();
    await expect.poll(scale).toBeLessThan(0.5);
    const fitted = (await scale()) ?? 0;
    await host.page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(scale).toBeGreaterThan(fitted * 1.1);
    await fit.click();
    await expect.poll(scale).toBeCloseTo(fitted, 5);
    await fit.click();
    await host.page.evaluate(() => new Promise(requestAnimationFrame)); // the page moves the picture in the next frame
    expect(await scale()).toBeCloseTo(fitted, 5);
  });

  test('shows a large picture at a size that can be read, from the first host with a VM', async () => {
    host = await browser.open();
    await host.page.setViewportSize({ width: 500, height: 700 });
    await host.hear('ready');
    await host.tell({ kind: 'changed' });
    await answer(graphOf(LAB));
    await expect.poll(scale).toBeCloseTo(0.8, 5);
    const first = await box('compute-0').boundingBox();
    expect(first?.x).toBeGreaterThanOrEqual(0);
    expect(first?.x).toBeLessThan(40);
    expect((await pictureBox()).right).toBeGreaterThan(500);
  });

  test('shows a large picture around the box of what the cursor is in', async () => {
    host = await browser.open();
    await host.page.setViewportSize({ width: 500, height: 700 });
    await host.hear('ready');
    await host.tell({ kind: 'select', element: elementId('vm', 'demo', 'vm-4') });
    await host.tell({ kind: 'changed' });
    await answer(graphOf(LAB));
    await expect.poll(scale).toBeCloseTo(0.8, 5);
    const at = await box('compute-1/vm-4').boundingBox();
    expect(at?.x).toBeGreaterThan(0);
    expect((at?.x ?? 0) + (at?.width ?? 0)).toBeLessThan(500);
  });

  test('places the picture again when its panel gets another size, unless it was moved', async () => {
    await openWith(graphOf(LAB));
    await host.page.getByRole('button', { name: 'Show all of the picture' }).click();
    const right = async () => (await pictureBox()).right;
    await host.page.setViewportSize({ width: 500, height: 700 });
    await expect.poll(right).toBeLessThanOrEqual(500);
    const small = await scale();
    await host.page.setViewportSize({ width: 1000, height: 700 });
    await expect.poll(scale).toBeGreaterThan(small ?? 0);
    const wide = (await scale()) ?? 0;
    await host.page.getByRole('button', { name: 'Zoom in' }).click();
    await expect.poll(scale).toBeGreaterThan(wide * 1.1);
    const moved = await scale();
    await host.page.setViewportSize({ width: 500, height: 700 });
    await host.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
    expect(await scale()).toBe(moved);
  });

  test('puts the hops of a trace below the picture where there is little room', async () => {
    await openWith(graphOf(LAB));
    await host.page.setViewportSize({ width: 450, height: 700 });
    await host.tell({ kind: 'trace', trace: traceOf(LAB) });
    await host.page.waitForSelector('.hop-number');
    const [picture, hops] = await Promise.all([
      host.page.locator('.canvas').boundingBox(),
      host.page.locator('.trace-panel').boundingBox(),
    ]);
    expect(picture?.width).toBe(450);
    expect(hops?.y).toBeGreaterThanOrEqual((picture?.y ?? 0) + (picture?.height ?? 0));
    expect((hops?.y ?? 0) + (hops?.height ?? 0)).toBeLessThanOrEqual(700);
  });

  test('has one pull in flight, and pulls once more for any number of changes meanwhile', async () => {
    await openWith(graphOf(LAB));
    await host.tell({ kind: 'changed' });
    const { pull } = await host.hear('pull');
    for (let i = 0; i < 3; i++) await host.tell({ kind: 'changed' });
    expect(host.said.filter(({ kind }) => kind === 'pull')).toHaveLength(2);
    await host.tell({ kind: 'picture', pull, answer: { kind: 'wiring', version: 2, graph: graphOf(LAB) } });
    await answer(graphOf(LAB));
    expect(host.said.filter(({ kind }) => kind === 'pull')).toHaveLength(3);
  });

  test('asks for another view when its button is pressed', async () => {
    await openWith(graphOf(LAB));
    await host.page.getByRole('button', { name: 'Tenants, networks, routers and VMs' }).click();
    expect((await host.hear('pull')).view).toEqual({ kind: 'logical' });
  });

  test('asks for one host when it is chosen', async () => {
    await openWith(graphOf(LAB));
    await host.page.getByRole('combobox').selectOption('compute-1');
    expect((await host.hear('pull')).view).toEqual({ kind: 'host', host: 'host:compute-1' });
  });

  test('marks the element the cursor is in', async () => {
    await openWith(graphOf(LAB));
    await host.tell({ kind: 'select', element: elementId('vm', 'demo', 'vm-2') });
    await host.page.waitForSelector('.selected');
    expect(await host.page.locator('.selected').evaluateAll((found) => found.map((each) => each.getAttribute('data-id')))).toEqual([
      'compute-1/vm-2',
    ]);
  });

  test('keeps the last picture under a notice when the model is refused', async () => {
    await openWith(graphOf(LAB));
    await host.tell({ kind: 'changed' });
    const { pull } = await host.hear('pull');
    await host.tell({ kind: 'picture', pull, answer: { kind: 'refused', message: 'The file has no fabric.' } });
    expect((await host.hear('drawn')).nodes).toBe(0);
    expect(await host.page.locator('.bar').textContent()).toBe('The last good picture. The file has no fabric.');
    expect(await box('compute-0').count()).toBe(1);
  });

  test('says why there is no picture, and draws once there is one', async () => {
    host = await browser.open();
    await host.tell({ kind: 'changed' });
    const { pull } = await host.hear('pull');
    await host.tell({ kind: 'picture', pull, answer: { kind: 'refused', message: 'The file has no fabric.' } });
    await host.hear('drawn');
    expect(await host.page.locator('.empty').innerText()).toContain('The file has no fabric.');
    await host.tell({ kind: 'changed' });
    await answer(graphOf(LAB));
    expect(await host.page.locator('.empty').isHidden()).toBe(true);
  });

  test('walks a trace hop by hop', async () => {
    await openWith(graphOf(LAB));
    await host.tell({ kind: 'trace', trace: traceOf(LAB) });
    await host.page.waitForSelector('.hop-number');
    const hops = await host.page.locator('.hops li').count();
    expect(hops).toBeGreaterThan(4);
    await host.page.getByRole('button', { name: 'Next hop' }).click();
    expect(await host.page.locator('[aria-current="step"] .number').textContent()).toBe('1');
    expect(await host.page.locator('g[data-hop="2"]').getAttribute('class')).toContain('quiet');
    await host.page.getByRole('button', { name: 'Take the trace away' }).click();
    expect(await host.page.locator('.hop-number').count()).toBe(0);
  });

  test('shows markup in a name as text', async () => {
    const graph = graphOf(LAB);
    const hostile = '<script>document.title="taken"</script>&"';
    await openWith({ ...graph, nodes: graph.nodes.map((node) => ({ ...node, title: hostile, tooltip: hostile })) });
    expect(await box('compute-0/vm-1').locator(':scope > text').first().textContent()).toBe(hostile);
    expect(await host.page.locator('svg script').count()).toBe(0);
    expect(await host.page.title()).toBe('');
  });
});

function graphOf(sketch: CloudSketch, view: DiagramView = { kind: 'wiring' }): WiringGraph {
  return buildWiringGraph({ fabric: sketchCloud(sketch), findings: [], placeOf }, view);
}

function placeOf(element: ElementId) {
  return { uri: `file:///lab.ostopo#${element}`, start: { line: 1, character: 0 }, end: { line: 1, character: 4 } };
}

function traceOf(sketch: CloudSketch): TracePath {
  return sketchTrace(sketchCloud(sketch), ['compute-0', 'controller-0', 'compute-1']);
}
