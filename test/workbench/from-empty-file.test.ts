// The second example of docs/language.md, written from an empty file by who has never read it: by entries of the lists and their blanks,
// hovers and quick fixes. Two mistakes and a name before its time are made on purpose.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type Workbench, repository, startWorkbench } from '#hosts';
import { formatText, parseOstopo, printTopology } from '#language';
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
  page.setDefaultTimeout(60_000); // how long a step takes says nothing about the extension
  author = createTypist(workbench);
});

afterAll(async () => {
  await workbench.stop();
});

afterEach(async ({ task }) => {
  if (task.result?.state === 'fail') await workbench.screenshot(`failed-${task.name.replaceAll(/\W+/g, '-').slice(0, 60)}`);
});

describe('a new user with an empty file', { timeout: 300_000 }, () => {
  it('is offered what a file consists of, and fills the blanks of the fabric', async () => {
    const { type, fill, complete, choose, nextLine } = author;
    await author.createFile('new-cloud.ostopo');
    expect(await author.list()).toEqual(['fabric', 'host', 'tenant', 'expect', 'expect "…"', 'import']);
    await workbench.screenshot('new-user-blocks');
    await complete('fabric');
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
    await choose('network');
    await type('172.16.0.2');
    await nextLine();
    await complete('bridge');
    await fill('br-ex');
    await author.pick('datacentre');
    await author.press('Tab');
    await type('bond0');
  });

  it('learns from a hover what a keyword does', async () => {
    await author.hover('underlay', 'underlay', 'carries the tunnels');
    await workbench.screenshot('new-user-hover-keyword');
  });

  it('forgets the role of four hosts, and is helped', async () => {
    const { type, complete } = author;
    await author.afterEverything();
    await type('host hv-[1..4] ');
    await complete('{ … }');
    await complete('tunnel-ip');
    await type('172.16.0.[11..14]');
    await author.click('hv-', 'hv-');
    await author.askForFix('Add `roles compute`');
    await workbench.screenshot('new-user-fix-role');
    await author.takeFix('Add `roles compute`');
  });

  it('mistypes the gateway of an external network, and is helped', async () => {
    const { type, fill, complete, choose, nextLine } = author;
    await author.afterEverything();
    await complete('tenant');
    await fill('provider');
    await complete('network');
    await fill('public');
    await fill('public-v4');
    await type('203.0.113.0/24 ');
    await complete('{ … }');
    await complete('gateway');
    await type('203.0.114.1');
    await author.askForFix('Change to `203.0.113.1`');
    await workbench.screenshot('new-user-fix-address');
    await author.takeFix('Change to `203.0.113.1`');
    await nextLine();
    await complete('pool');
    await type('203.0.113.10..203.0.113.200');
    await nextLine();
    await complete('dhcp');
    await choose('off');
    await author.afterBlock();
    for (const flag of ['external', 'shared']) {
      await complete(flag);
      await nextLine();
    }
    await complete('physical');
    await author.pick('datacentre');
    await nextLine();
    await complete('vlan');
    await type('100');
  });

  it('is offered what a tenant has, and reads what became of a network', async () => {
    const { type, fill, complete, choose } = author;
    await author.afterEverything();
    await complete('tenant');
    await fill('red');
    await author.list();
    await workbench.screenshot('new-user-tenant');
    await complete('network');
    await fill('app');
    await fill('app-v4');
    await type('10.0.0.0/24');
    await author.nextLine();
    await complete('subnet');
    await fill('app-v6');
    await type('fd00:1::/64 ');
    await complete('{ … }');
    await complete('ipv6');
    await choose('slaac');
    await author.hover('subnet app-v4', 'app-v4', '10.0.0.1 – 10.0.0.254');
    await workbench.screenshot('new-user-hover-fact');
  });

  it('filters by security groups, and places VMs on hosts', async () => {
    const { type, fill, complete, pick, press } = author;
    await author.insideLastBlock();
    await complete('security-group');
    await fill('web');
    await type('80, 443');
    await author.nextLine();
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
    await type(' ');
    await complete('{ … }');
    await complete('security');
    await pick('web');
  });

  it('names a network before its time, and has it made', async () => {
    const { type, fill, complete, pick, press, nextLine } = author;
    await author.insideLastBlock();
    await complete('vm');
    await fill('pg');
    await pick('hv-4', 3);
    await press('Tab');
    await type('db');
    await author.askForFix('Create network `db`');
    await workbench.screenshot('new-user-fix-network');
    await author.takeFix('Create network `db`');
    await type(' ');
    await complete('{ … }');
    await complete('ip');
    await type('10.0.1.20');
    await nextLine();
    await complete('security');
    await pick('store');
    await nextLine();
    await complete('allowed-address');
    await type('10.9.0.0/16');
  });

  it('joins the networks by a router that leads out', async () => {
    const { type, fill, complete, pick, choose, nextLine } = author;
    await author.insideLastBlock();
    await complete('router');
    await fill('edge');
    await pick('app-v4');
    await nextLine();
    await complete('interface');
    await pick('db-v4');
    await nextLine();
    await complete('external');
    await pick('public');
    await type(' ');
    await complete('{ … }');
    await complete('snat');
    await choose('on');
    await author.afterBlock();
    await complete('route');
    await fill('10.9.0.0/16');
    await type('10.0.1.20');

    await author.insideLastBlock();
    await complete('floating-ip');
    await fill('203.0.113.50');
    await pick('web-1');
  });

  it('gives another tenant the same addresses', async () => {
    const { type, fill, complete, pick, press } = author;
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
    const { fill, complete, pick, press, choose, nextLine } = author;
    await author.afterEverything();
    await complete('expect "…"');
    await fill('the site is public');
    await pick('internet');
    await press('Tab');
    await choose('reaches');
    await author.type('r');
    expect(await author.list()).toEqual(expect.arrayContaining(['red.pg', 'red.web-1', 'red.*', 'red.app']));
    await workbench.screenshot('new-user-expect');
    await choose('red.web-1');
    await withTcp('443');

    await nextLine();
    await complete('expect "…"');
    await fill('the database is not');
    await pick('internet');
    await press('Tab');
    await choose('never reaches');
    await pick('red.pg');

    await nextLine();
    await complete('expect "…"');
    await fill('tenants are isolated');
    await pick('green.*');
    await press('Tab');
    await choose('never reaches');
    await pick('red.*');

    for (const [verb, port] of [
      ['reaches', '5432'],
      ['never reaches', '22'],
    ] as const) {
      await nextLine();
      await complete('expect');
      await pick('red.web-1');
      await press('Tab');
      await choose(verb);
      await pick('red.pg');
      await withTcp(port);
    }
  });

  it('has written the example, without an error', async () => {
    const example = parseOstopo(EXAMPLE);
    const written = async () => printTopology(parseOstopo(await author.save()).topology);
    await expect.poll(written, { timeout: 60_000 }).toBe(printTopology(example.topology));
    const { topology, findings } = parseOstopo(await author.save());
    expect(findings.filter(({ severity }) => severity === 'error').map(({ message }) => message)).toEqual([]);
    expect(withoutPlaces(topology)).toEqual(withoutPlaces(example.topology));
  });

  it('has it laid out, and nothing of it changes', async () => {
    const before = parseOstopo(await author.save()).topology;
    await workbench.runCommand('Format Document');
    let text = '';
    const isLaidOut = async () => {
      text = await author.save();
      return text !== '' && formatText(text) === text; // a file that is being written is empty for a moment
    };
    await expect.poll(isLaidOut, { timeout: 60_000 }).toBe(true);
    expect(withoutPlaces(parseOstopo(text).topology)).toEqual(withoutPlaces(before));
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

/** `with tcp PORT`, each word chosen. */
async function withTcp(port: string): Promise<void> {
  for (const entry of ['with', 'tcp', port]) {
    await author.type(' ');
    await author.complete(entry);
  }
}
