// What the server takes from files and settings beside the text: lock files, imports, severities.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createLock, planDeployment, printLock } from '#core/plan';
import { parseOstopo } from '#language';
import { scriptsRequest } from '#protocol';
import { runCli } from '#test/run-cli';
import { type Folder, openFolder } from './folder.ts';

const HOSTS = `fabric lab { overlay vxlan { vni 1..1000 }  underlay 192.168.0.0/24 { mtu 1600 }  firewall iptables-hybrid }
host net-1 { roles network  tunnel-ip 192.168.0.1 }
host hv-1 { roles compute  tunnel-ip 192.168.0.2 }
`;

const TENANT = `tenant demo {
  network net { subnet sub 10.0.0.0/24 {} }
  vm a on hv-1 { port net }
  vm b on hv-1 { port net }
}
`;

const WHOLE = `${HOSTS}${TENANT}`;

let folder: Folder;

afterEach(() => {
  folder.close();
});

function lockOf(text: string): string {
  const { topology } = parseOstopo(text);
  return printLock(createLock(topology, planDeployment(topology).deployment));
}

describe('a lock file', () => {
  it('keeps the values that the editor shows, also when a VM is written before the others', async () => {
    folder = await openFolder({ 'cloud.ostopo': WHOLE, 'cloud.ostopo.lock': lockOf(WHOLE) });
    folder.open('cloud.ostopo');
    const line = WHOLE.split('\n').findIndex((text) => text.includes('vm b'));
    const before = await folder.hover('cloud.ostopo', { line, character: 5 });
    folder.type('cloud.ostopo', WHOLE.replace('  vm a', '  vm a-new on hv-1 { port net }\n  vm a'));
    await expect.poll(() => folder.hover('cloud.ostopo', { line: line + 1, character: 5 })).toBe(before);
  });

  it('counts as soon as it is written, and no longer when it is deleted', async () => {
    const moved = lockOf(WHOLE).replace(/("port:demo\.a\.net":[^}]*?"mac": ")[^"]*/, '$1fa:16:3e:ab:cd:ef');
    folder = await openFolder({ 'cloud.ostopo': WHOLE });
    folder.open('cloud.ostopo');
    const everyMac = async () => (await Promise.all([5, 6].map((line) => folder.hover('cloud.ostopo', { line, character: 5 })))).join();
    await expect.poll(everyMac).not.toContain('fa:16:3e:ab:cd:ef');
    folder.write('cloud.ostopo.lock', moved);
    await expect.poll(everyMac).toContain('fa:16:3e:ab:cd:ef');
    folder.remove('cloud.ostopo.lock');
    await expect.poll(everyMac).not.toContain('fa:16:3e:ab:cd:ef');
  });

  it('makes the very scripts that the command line makes, imports included', async () => {
    const locked = lockOf(WHOLE).replaceAll('fa:16:3e:', 'fa:16:3f:');
    const files = { 'cloud.ostopo': `import "hosts.ostopo"\n${TENANT}`, 'hosts.ostopo': HOSTS, 'cloud.ostopo.lock': locked };
    folder = await openFolder(files);
    const out = path.join(folder.path, 'out');
    const { exitCode, err } = await runCli('compile', path.join(folder.path, 'cloud.ostopo'), '--out', out);
    expect([exitCode, err]).toEqual([0, '']);
    const answer = await folder.ask(scriptsRequest, { name: 'cloud.ostopo' });
    if (answer.kind === 'refused') throw new Error(answer.message);
    expect(JSON.stringify(answer.files)).toContain('fa:16:3f:');
    const written = Object.keys(answer.files).map((file) => [file, readFileSync(path.join(out, file), 'utf8')]);
    expect(answer.files).toEqual(Object.fromEntries(written));
  });

  it('shows in the lock file itself what is wrong with it', async () => {
    folder = await openFolder({ 'cloud.ostopo': WHOLE, 'cloud.ostopo.lock': '{\n  "schema": 99\n}\n' });
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.shown('cloud.ostopo.lock')).toEqual(['OST6001 2']);
    folder.write('cloud.ostopo.lock', lockOf(WHOLE));
    await expect.poll(() => folder.shown('cloud.ostopo.lock')).toEqual([]);
  });

  it('that cannot be read is a finding too', async () => {
    folder = await openFolder({ 'cloud.ostopo': WHOLE, 'cloud.ostopo.lock/a-folder': '' });
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.shown('cloud.ostopo.lock')).toEqual(['OST6001 1']);
  });
});

describe('a server that the client reads files for, as in a browser', () => {
  it('knows the imported files, also further down, and the lock file', async () => {
    const text = `import "shared/hosts.ostopo"\n${TENANT}`;
    const locked = lockOf(WHOLE).replace(/("port:demo\.a\.net":.*"mac": ")[^"]*/, '$1fa:16:3e:ab:cd:ef');
    const files = { 'cloud.ostopo': text, 'cloud.ostopo.lock': locked, 'shared/hosts.ostopo': HOSTS };
    folder = await openFolder(files, {}, 'client');
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.hover('cloud.ostopo', { line: 3, character: 5 })).toContain('fa:16:3e:ab:cd:ef');
    expect(folder.shown('cloud.ostopo')).toEqual([]);
    folder.write('shared/hosts.ostopo', HOSTS.replace('host hv-1', 'host hv-9'));
    await expect.poll(() => folder.shown('cloud.ostopo')).toContain('OST1004 4');
    folder.remove('shared/hosts.ostopo');
    await expect.poll(() => folder.shown('cloud.ostopo')).toContain('OST1015 1');
  });

  it('finds the file beside it that imports the one that is opened', async () => {
    folder = await openFolder({ 'cloud.ostopo': `import "tenant.ostopo"\n${HOSTS}`, 'tenant.ostopo': TENANT }, {}, 'client');
    folder.open('tenant.ostopo');
    await expect.poll(() => folder.hover('tenant.ostopo', { line: 2, character: 11 })).toContain('192.168.0.2');
    expect(folder.shown('tenant.ostopo')).toEqual([]);
  });
});

describe('an imported file', () => {
  const CLOUD = `import "hosts.ostopo"\n${TENANT}`;

  it('is a part of the model that imports it, so it knows the names of the others', async () => {
    folder = await openFolder({ 'cloud.ostopo': `import "tenant.ostopo"\n${HOSTS}`, 'tenant.ostopo': TENANT });
    folder.open('tenant.ostopo');
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.hover('tenant.ostopo', { line: 2, character: 11 })).toContain('192.168.0.2');
    expect(folder.shown('tenant.ostopo').filter((shown) => shown.startsWith('OST1'))).toEqual([]);
  });

  it('changes what is said of the importing file when it changes on disk', async () => {
    folder = await openFolder({ 'cloud.ostopo': CLOUD, 'hosts.ostopo': HOSTS });
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.shown('cloud.ostopo')).toEqual([]);
    folder.write('hosts.ostopo', HOSTS.replace('host hv-1', 'host hv-9'));
    await expect.poll(() => folder.shown('cloud.ostopo')).toEqual(['OST1004 4', 'OST1004 5']);
    folder.write('hosts.ostopo', HOSTS);
    await expect.poll(() => folder.shown('cloud.ostopo')).toEqual([]);
  });

  it('has the findings that the importing file brings about, and loses them when they are mended there', async () => {
    const clashing = `${TENANT}tenant more { network other { subnet x 10.1.0.0/24 {} }  vm c on net-1 { port other } }\n`;
    folder = await openFolder({ 'cloud.ostopo': `import "tenant.ostopo"\n${HOSTS}`, 'tenant.ostopo': clashing });
    folder.open('cloud.ostopo');
    folder.open('tenant.ostopo');
    await expect.poll(() => folder.shown('tenant.ostopo')).toEqual(['OST4001 6']);
    folder.type('cloud.ostopo', `import "tenant.ostopo"\n${HOSTS.replace('roles network', 'roles network, compute')}`);
    await expect.poll(() => folder.shown('tenant.ostopo')).toEqual([]);
  });

  it('is checked anew when an import of it comes or goes, or the importing file is deleted', async () => {
    const importing = `import "tenant.ostopo"\n${HOSTS}`;
    folder = await openFolder({ 'cloud.ostopo': HOSTS, 'tenant.ostopo': TENANT });
    folder.open('tenant.ostopo');
    const unknown = ['OST1010 1', 'OST1004 3', 'OST1004 4'];
    await expect.poll(() => folder.shown('tenant.ostopo')).toEqual(unknown);
    folder.write('cloud.ostopo', importing);
    await expect.poll(() => folder.shown('tenant.ostopo')).toEqual([]);
    folder.write('cloud.ostopo', HOSTS);
    await expect.poll(() => folder.shown('tenant.ostopo')).toEqual(unknown);
    folder.write('cloud.ostopo', importing);
    await expect.poll(() => folder.shown('tenant.ostopo')).toEqual([]);
    folder.remove('cloud.ostopo');
    await expect.poll(() => folder.shown('tenant.ostopo')).toEqual(unknown);
  });

  it('is renamed in together with every file that uses the name', async () => {
    folder = await openFolder({
      'cloud.ostopo': `import "hosts.ostopo"\nimport "tenant.ostopo"\nexpect demo.a reaches demo.b\n`,
      'tenant.ostopo': TENANT,
      'hosts.ostopo': HOSTS,
    });
    for (const name of ['cloud.ostopo', 'tenant.ostopo', 'hosts.ostopo']) folder.open(name);
    const edited = async (name: string, position: { line: number; character: number }) =>
      Object.entries((await folder.rename(name, position, 'renamed'))?.changes ?? {})
        .map(([uri, edits]) => `${uri.split('/').at(-1) ?? ''}: ${String(edits.length)}`)
        .sort();
    await expect.poll(() => edited('hosts.ostopo', { line: 2, character: 6 })).toEqual(['hosts.ostopo: 1', 'tenant.ostopo: 2']);
    expect(await edited('tenant.ostopo', { line: 2, character: 5 })).toEqual(['cloud.ostopo: 1', 'tenant.ostopo: 1']);
    expect(await edited('cloud.ostopo', { line: 2, character: 12 })).toEqual(['cloud.ostopo: 1', 'tenant.ostopo: 1']);
  });

  it('is reported missing at its import, until it is there', async () => {
    folder = await openFolder({ 'cloud.ostopo': CLOUD });
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.shown('cloud.ostopo')).toContain('OST1015 1');
    folder.write('hosts.ostopo', HOSTS);
    await expect.poll(() => folder.shown('cloud.ostopo')).toEqual([]);
  });

  it('may import the importing file: the circle ends where it closes', async () => {
    folder = await openFolder({ 'cloud.ostopo': CLOUD, 'hosts.ostopo': `import "cloud.ostopo"\n${HOSTS}` });
    folder.open('cloud.ostopo');
    folder.open('hosts.ostopo');
    await expect.poll(() => folder.hover('cloud.ostopo', { line: 2, character: 11 })).toContain('net');
    expect(folder.shown('cloud.ostopo')).toEqual([]);
    expect(folder.shown('hosts.ostopo')).toEqual([]);
  });
});

describe('the severities in the settings', () => {
  const UNUSED = WHOLE.replace('  vm a', '  security-group unused { allow ingress icmp }\n  vm a');

  it('count from the start, and change what is shown when they change', async () => {
    folder = await openFolder({ 'cloud.ostopo': UNUSED });
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.shown('cloud.ostopo')).toEqual(['OST5013 6']);
    folder.configure({ severities: { OST5013: 'off' } });
    await expect.poll(() => folder.shown('cloud.ostopo')).toEqual([]);
    folder.configure({});
    await expect.poll(() => folder.shown('cloud.ostopo')).toEqual(['OST5013 6']);
  });

  it('are told when they are not understood, and the others count', async () => {
    folder = await openFolder({ 'cloud.ostopo': UNUSED }, { severities: { OST9999: 'off', OST5013: 'loud' } });
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.messages()).toHaveLength(2);
    expect(folder.messages()[0]).toContain('OST9999');
    expect(folder.messages()[1]).toContain('expected error, warning, information, hint, off');
  });

  it('let the editor ask anew for its hints when a setting changes', async () => {
    folder = await openFolder({ 'cloud.ostopo': WHOLE });
    folder.open('cloud.ostopo');
    await expect.poll(() => folder.hintRefreshes()).toBe(1);
    folder.configure({ inlayHints: { macs: true } });
    await expect.poll(() => folder.hintRefreshes()).toBe(2);
  });
});
