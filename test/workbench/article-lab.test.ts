// The packaged extension as its user sees it: a fresh VS Code in a browser, the article's lab, mouse and keyboard.
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Workbench, startWorkbench } from '#hosts';

const MODEL = 'article-lab.ostopo';

let workbench: Workbench;
let page: Page;

beforeAll(async () => {
  workbench = await startWorkbench();
  ({ page } = workbench);
  await workbench.openFile(MODEL);
});

afterAll(async () => {
  await workbench.stop();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await workbench.screenshot(`failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
});

describe('a user with the article’s lab', () => {
  it('sees the MTU fault underlined, with its code in the Problems view', async () => {
    await page.locator('.squiggly-error').first().waitFor();
    await workbench.runCommand('Problems: Focus on Problems View');
    const problem = page.locator('.markers-panel .monaco-list-row', { hasText: 'OST3011' }).first();
    await problem.waitFor();
    expect(await problem.textContent()).toContain('1450');
    await workbench.screenshot('problems');
    await page.keyboard.press('Control+Shift+M');
  });

  it('reads on hover what a network became', async () => {
    await goToText('network net-1');
    await page.locator('.view-line', { hasText: 'network net-1' }).locator('span span', { hasText: 'net-1' }).first().hover();
    const hover = page.locator('.monaco-hover:visible', { hasText: 'vni 22' });
    await hover.first().waitFor();
    await workbench.screenshot('hover');
    await page.mouse.move(5, 5);
  });

  it('sees the outline of the model', async () => {
    await workbench.openQuickInput('Control+Shift+O');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'compute-0' }).first().waitFor();
    await workbench.screenshot('outline');
    await page.keyboard.type('router');
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await rows.filter({ hasText: 'router-1' }).first().waitFor();
    await page.keyboard.press('Escape');
  });

  it('previews the wiring, and comes from a box to its line', async () => {
    await workbench.runCommand('ostopo: Preview Wiring');
    const diagram = workbench.webview().locator('svg.ostopo-diagram');
    await diagram.locator('g.node').first().waitFor();
    for (const device of ['compute-0/br-int', 'compute-1/br-tun', 'controller-0/br-ex'])
      await diagram.locator(`g.node[data-id="${device}"]`).waitFor();
    expect(await diagram.locator('g.node').count()).toBeGreaterThan(20);
    await workbench.screenshot('preview');
    await diagram.locator('g.node[data-element="vm:demo.vm-2"]').first().click();
    await expect.poll(() => cursorLine()).toBe(await lineOf('vm vm-2 on'));
  });

  it('sees in the picture the vm that the cursor is in', async () => {
    await goToText('vm vm-3 on');
    await page.keyboard.press('Home');
    await workbench.webview().locator('g.node.selected[data-element="vm:demo.vm-3"]').waitFor();
  });

  it('traces a packet by the command palette: every hop as text, and its way in the picture', async () => {
    await goToText('fabric lab');
    await workbench.runCommand('ostopo: Trace Packet');
    await choose('From', 'vm-1');
    await choose('From vm-1 to', 'vm-4');
    await choose('From vm-1 to vm-4 with', 'icmp');
    await page.locator('.tab', { hasText: 'vm-1 → vm-4' }).waitFor();
    const trace = page.locator('.editor-group-container').first().locator('.view-lines');
    await expect.poll(() => plainText(trace)).toMatch(/VNI 22 from 192\.168\.255\.19 to 192\.168\.255\.15/);
    expect(await plainText(trace)).toMatch(/VNI 99 from 192\.168\.255\.15 to 192\.168\.255\.26/);
    await workbench.webview().locator('.trace-panel').waitFor();
    await workbench.screenshot('trace');
  });

  it('comes from a line of the trace to the model by a click', async () => {
    const link = page.locator('.view-lines .detected-link', { hasText: 'article-lab.ostopo:' }).first();
    const line = Number(/:(\d+)/.exec((await link.textContent()) ?? '')?.[1]);
    await link.click({ modifiers: ['Control'] });
    await expect.poll(() => cursorLine()).toBe(line);
  });

  it('adds a vm: the compute hosts are offered after `on`, and the picture grows as it is typed', async () => {
    await goToText('vm vm-4 on');
    await page.keyboard.press('End');
    await page.keyboard.press('Enter');
    await page.keyboard.type('vm vm-5 on ', { delay: 20 });
    const list = page.locator('.suggest-widget.visible .monaco-list-row');
    await list.filter({ hasText: 'compute-0' }).first().waitFor();
    expect(await list.evaluateAll((rows) => rows.map((row) => row.querySelector('.label-name')?.textContent))).toEqual([
      'compute-0',
      'compute-1',
    ]);
    await workbench.screenshot('completion');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.type(' { port net-1 }', { delay: 20 });
    await workbench.webview().locator('svg.ostopo-diagram g.node[data-element="vm:demo.vm-5"]').first().waitFor();
    await workbench.screenshot('live-preview');
  });

  it('generates the scripts after seeing what will be written', async () => {
    await workbench.runCommand('ostopo: Generate OVS Scripts');
    await choose('Folder the scripts are written to', 'ostopo-out');
    const dialog = page.locator('.monaco-dialog-box');
    await expect.poll(() => dialog.innerText()).toMatch(/New:\s+.*setup\.sh/s);
    await workbench.screenshot('generate-scripts');
    await dialog.getByRole('button', { name: 'Write' }).click();
    await page.locator('.tab[data-resource-name="manifest.json"]').waitFor();
    const setup = path.join(workbench.workspace, 'ostopo-out/compute-0/setup.sh');
    expect((await stat(setup)).mode & 0o111).toBe(0o111);
  });

  it('finds the preview again after the window is reloaded', async () => {
    await page.locator('.tab', { hasText: 'Wiring' }).first().click();
    await page.reload();
    await page.locator('.tab', { hasText: 'Wiring' }).first().waitFor({ timeout: 60_000 });
    await workbench.webview().locator('svg.ostopo-diagram g.node').first().waitFor({ timeout: 60_000 });
    await workbench.screenshot('after-reload');
  });
});

/** Puts the cursor on the line of a text in the model. */
async function goToText(text: string): Promise<void> {
  await page.locator(`.tab[data-resource-name="${MODEL}"]`).first().click();
  await workbench.openQuickInput('Control+G', `:${await lineOf(text)}`);
  await page.keyboard.press('Enter');
  await expect.poll(() => cursorLine()).toBe(await lineOf(text));
}

/** Picks one item of the list that asks `question`. */
async function choose(question: string, label: string): Promise<void> {
  const input = page.locator(`.quick-input-widget input[placeholder="${question}"]`);
  await input.fill(label);
  await page.locator('.quick-input-list .monaco-list-row.focused', { hasText: label }).waitFor();
  await page.keyboard.press('Enter');
}

/** An editor shows spaces as no-break spaces. */
async function plainText(lines: Locator): Promise<string> {
  return (await lines.innerText()).replaceAll('\u00a0', ' ');
}

/** The cursor's line as the status bar tells it. */
async function cursorLine(): Promise<number> {
  const text = await page
    .locator('.statusbar-item', { hasText: /^Ln \d+/ })
    .first()
    .textContent();
  return Number(/Ln (\d+)/.exec(text ?? '')?.[1]);
}

async function lineOf(text: string): Promise<number> {
  const lines = (await readFile(`${workbench.workspace}/${MODEL}`, 'utf8')).split('\n');
  return lines.findIndex((line) => line.includes(text)) + 1;
}
