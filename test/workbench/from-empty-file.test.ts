// The second example of docs/language.md, written from an empty file by who has never read it: by entries of the lists and their blanks.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Workbench, repository, startWorkbench } from '#hosts';
import { parseOstopo, printTopology } from '#language';
import { withoutPlaces } from '../language/read.ts';
import { type Typist, createTypist } from './typist.ts';

const [, EXAMPLE = ''] = [...readFileSync(path.join(repository, 'docs/language.md'), 'utf8').matchAll(/```ostopo\n([\s\S]*?)```/g)].map(
  ([, text = '']) => text,
);

let workbench: Workbench;
let page: Page;
let author: Typist;

beforeAll(async () => {
  workbench = await startWorkbench();
  ({ page } = workbench);
  page.setDefaultTimeout(15_000);
  author = createTypist(workbench);
});

afterAll(async () => {
  await workbench.stop();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await workbench.screenshot(`failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
});

describe('a new user with an empty file', () => {
  it('is offered what a file consists of, and fills the blanks of the fabric', async () => {
    const { type, fill, press, complete, pick } = author;
    await author.createFile('new-cloud.ostopo');
    await press('Control+Space');
    await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
    await workbench.screenshot('new-user-blocks');
    expect(await complete('fabric')).toEqual(['fabric', 'host', 'tenant', 'expect', 'import']);
    await fill('prod');
    await fill('1000..1999');
    await fill('172.16.0.0/24');
    await type('1550');
    await author.insideLastBlock();
    await complete('physical');
    await fill('datacentre');
    await type('1500 ');
    await complete('vlan');
    await type('100..199');

    await author.afterEverything();
    await complete('host');
    await fill('net-a');
    await author.choose('network');
    await type('172.16.0.2 ');
    await complete('bridge');
    await fill('br-ex');
    await pick('datacentre');
    await press('Tab');
    await type('bond0');
  });

  it('writes four hosts at once, and an external network', async () => {
    const { type, fill, press, complete, pick } = author;
    await author.afterEverything();
    await complete('host');
    await fill('hv-[1..4]');
    await author.choose('compute');
    await type('172.16.0.[11..14]');

    await author.afterEverything();
    await complete('tenant');
    await fill('provider');
    await complete('network');
    await fill('public');
    await fill('public-v4');
    await type('203.0.113.0/24 {');
    await complete('gateway');
    await type('203.0.113.1 ');
    await complete('pool');
    await type('203.0.113.10..203.0.113.200 ');
    await complete('dhcp');
    await author.choose('off');
    await press('Escape', 'ArrowUp', 'End', 'Enter');
    for (const flag of ['external', 'shared']) {
      await complete(flag);
      await type(' ');
    }
    await complete('physical');
    await pick('datacentre');
    await type(' ');
    await complete('vlan');
    await type('100');
  });

  it('is offered what a tenant has, and joins its networks by a router', async () => {
    const { type, fill, press, complete, pick } = author;
    await author.afterEverything();
    await complete('tenant');
    await fill('red');
    await press('Control+Space');
    await page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
    await workbench.screenshot('new-user-tenant');
    await complete('network');
    await fill('app');
    await fill('app-v4');
    await type('10.0.0.0/24');
    await press('Escape', 'Escape', 'End', 'Enter');
    await complete('subnet');
    await fill('app-v6');
    await type('fd00:1::/64 {');
    await complete('ipv6');
    await author.choose('slaac');

    await author.insideLastBlock();
    await complete('network');
    await fill('db');
    await fill('db-v4');
    await type('10.0.1.0/24');

    await author.insideLastBlock();
    await complete('router');
    await fill('edge');
    await pick('app-v4');
    await type(' ');
    await complete('interface');
    await pick('db-v4');
    await type(' ');
    await complete('external');
    await pick('public');
    await type(' {');
    await complete('snat');
    await author.choose('on');
    await press('Escape', 'ArrowRight');
    await type(' ');
    await complete('route');
    await fill('10.9.0.0/16');
    await type('10.0.1.20');
  });

  it('filters by security groups, and places VMs on hosts', async () => {
    const { type, fill, press, complete, pick } = author;
    await author.insideLastBlock();
    await complete('security-group');
    await fill('web');
    await type('80, 443');
    await press('Escape', 'Escape', 'End', 'Enter');
    await complete('allow');
    await author.choose('ingress');
    await author.choose('icmp');
    await fromGroup('web');

    await author.insideLastBlock();
    await complete('security-group');
    await fill('store');
    await type('5432 ');
    await fromGroup('web');

    await author.insideLastBlock();
    await complete('vm');
    await fill('web-[1..3]');
    await pick('hv-1');
    await type(', ');
    await pick('hv-2');
    await type(', ');
    await pick('hv-3');
    await press('Tab');
    await pick('app');
    await type(' {');
    await complete('security');
    await pick('web');

    await author.insideLastBlock();
    await complete('vm');
    await fill('pg');
    await pick('hv-4', 3);
    await press('Tab');
    await pick('db');
    await type(' {');
    await complete('ip');
    await type('10.0.1.20 ');
    await complete('security');
    await pick('store');
    await type(' ');
    await complete('allowed-address');
    await type('10.9.0.0/16');

    await author.insideLastBlock();
    await complete('floating-ip');
    await fill('203.0.113.50');
    await pick('web-1');
  });

  it('gives another tenant the same addresses', async () => {
    const { type, fill, press, complete, pick } = author;
    await author.afterEverything();
    await complete('tenant');
    await fill('green');
    await complete('network');
    await fill('app');
    await fill('app-v4');
    await type('10.0.0.0/24');
    await author.insideLastBlock();
    await complete('vm');
    await fill('box');
    await pick('hv-1');
    await press('Tab');
    await pick('app');
  });

  it('states what it is all for', async () => {
    await author.afterEverything();
    for (const sentence of EXAMPLE.split('\n').filter((line) => line.startsWith('expect'))) {
      await author.fill(sentence);
      await author.press('Enter');
    }
  });

  it('has written the example, without an error', async () => {
    const example = parseOstopo(EXAMPLE);
    const written = async () => printTopology(parseOstopo(await author.save()).topology);
    await expect.poll(written, { timeout: 10_000 }).toBe(printTopology(example.topology));
    const { topology, findings } = parseOstopo(await author.save());
    expect(findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
    expect(withoutPlaces(topology)).toEqual(withoutPlaces(example.topology));
  });

  it('sees the finished cloud as a picture', async () => {
    await workbench.runCommand('ostopo: Preview Wiring');
    await workbench.webview().locator('svg.ostopo-diagram g.node[data-element="vm:red.pg"]').first().waitFor();
    await workbench.screenshot('new-user-done');
  });
});

/** `from group NAME`, each word chosen. */
async function fromGroup(name: string): Promise<void> {
  await author.complete('from');
  await author.type(' ');
  await author.complete('group');
  await author.type(' ');
  await author.pick(name);
}
