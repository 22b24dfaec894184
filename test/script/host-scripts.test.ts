import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type CompiledFabric, compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { HOSTILE_TEXTS, withHostileTexts } from '#test/hostile-fabric';

const ARTICLE = readFileSync(new URL('../../examples/article-lab.ostopo', import.meta.url), 'utf8');

function compile(text: string): CompiledFabric {
  return compileFabric(planDeployment(parseOstopo(text).topology).deployment);
}

const article = compile(ARTICLE);
const files = writeHostScripts(article);

const folders: string[] = [];
afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true, force: true })));

function writeOut(scripts: ReadonlyMap<string, string>): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-scripts-'));
  folders.push(folder);
  for (const [name, text] of scripts) {
    mkdirSync(path.dirname(path.join(folder, name)), { recursive: true });
    writeFileSync(path.join(folder, name), text);
  }
  return folder;
}

const hasShellcheck = spawnSync('shellcheck', ['--version']).status === 0;
if (!hasShellcheck) console.log('scripts are not checked by shellcheck: it is not installed');

describe("the scripts of the article's lab", () => {
  it('leave out hosts that have no Open vSwitch, and the manifest says so', () => {
    const manifest = JSON.parse(files.get('manifest.json') ?? '{}') as { hosts: { name: string; folder: string | null }[] };
    expect(manifest.hosts.filter(({ folder }) => folder === null).map(({ name }) => name)).toEqual(['storage-0', 'storage-1']);
    expect([...files.keys()].some((name) => name.startsWith('storage'))).toBe(false);
  });

  it('limit what a guest sends by its interface and what it receives by a queue', () => {
    const limited = ARTICLE.replace('ip 10.0.2.8', 'qos { limit egress 10mbit  limit ingress 5mbit burst 1mbit }  ip 10.0.2.8');
    const setup = writeHostScripts(compile(limited)).get('compute-1/setup.sh') ?? '';
    expect(setup).toContain('external_ids:vm-uuid=');
    expect(setup).toMatch(/set Interface qvo3210e8ec-c0 .* ingress_policing_rate=10000 ingress_policing_burst=8000$/m);
    expect(setup).toContain('ingress_limit qvo3210e8ec-c0 5000000 1000000\n');
    expect(files.get('compute-1/setup.sh')).not.toMatch(/policing|ingress_limit/);
  });

  it('keep bandwidth by queues of the network cards, one for each port with a guarantee', () => {
    const text = readFileSync(new URL('../../examples/qos.ostopo', import.meta.url), 'utf8');
    const setup = writeHostScripts(compile(text)).get('hv-2/setup.sh') ?? '';
    expect(setup).toMatch(/^ {2}guarantees eth1 -- \\\n( {4}\d+=[-0-9a-f]{36}=20000000 \\\n {4}\d+=[-0-9a-f]{36}=5000000)$/m);
    expect([...files.values()].some((script) => script.includes('\n  guarantees '))).toBe(false);
  });

  it('make the meters before the flows that name them, and remember them where Neutron looks', () => {
    const limited = ARTICLE.replace('ip 10.0.2.8', 'qos { limit egress 2kpps burst 1kpps  limit ingress 5mbit }  ip 10.0.2.8');
    const scripts = writeHostScripts(compile(limited.replace(/fabric [^{]*\{/, '$& bandwidth-meters on ')));
    const setup = scripts.get('compute-1/setup.sh') ?? '';
    const [, sent] = /^ {2}meter br-int (\d+) 'meter=\1 pktps burst bands=type=drop rate=2000 burst_size=1000'$/m.exec(setup) ?? [];
    const [, received] = /^ {2}meter br-int (\d+) 'meter=\1 kbps bands=type=drop rate=5000'$/m.exec(setup) ?? [];
    expect(setup).toMatch(
      new RegExp(`other_config:pps_3210e8ec-c0[-0-9a-f]*_egress=${sent} other_config:bps_3210e8ec-c0[-0-9a-f]*_ingress=${received} `),
    );
    expect(setup).not.toMatch(/policing|ingress_limit/);
    expect(setup.indexOf('meter br-int')).toBeLessThan(setup.indexOf('load_flows br-int'));
    expect(scripts.get('manifest.json')).toMatch(new RegExp(`"meters": \\[\\s+\\{\\s+"id": ${sent},\\s+"element": "port:demo.vm-4.net-2"`));
  });

  it('call only functions that make in lib.sh and compare in compare.sh', () => {
    const functionsOf = (file: string) =>
      new Set([...(files.get(`compute-0/${file}`) ?? '').matchAll(/^(\w+)\(\) \{/gm)].map(([, name]) => name));
    const made = functionsOf('lib.sh');
    const compared = new Set([...functionsOf('compare.sh'), 'guest_address']); // guest_address calls another of them, or nothing
    const called = [...files]
      .filter(([name]) => name.endsWith('/setup.sh'))
      .flatMap(([, text]) => [...text.slice(text.indexOf('# Phase ')).matchAll(/(?<!\\\n) {2}([a-z]\w+) /g)].map(([, name]) => name))
      .filter((name) => name !== 'if');
    expect(called.length).toBeGreaterThan(50);
    expect([...new Set(called)].filter((name) => !made.has(name) || !compared.has(name))).toEqual([]);
  });

  it('give every flow its stage, model element and Neutron’s counterpart in the line above', () => {
    for (const [name, text] of files) {
      if (!name.endsWith('.flows')) continue;
      const lines = text.split('\n');
      const unexplained = lines.filter((line, i) => line.startsWith('table=') && !/^# \S+ \| \S+:\S+ \| \S+/.test(lines[i - 1] ?? ''));
      expect(unexplained).toEqual([]);
    }
  });

  it.skipIf(!hasShellcheck)(
    'are clean in the eyes of shellcheck',
    () => {
      expect(shellcheck(writeOut(files))).toBe('');
    },
    60_000,
  );
});

describe('scripts with hostile names', () => {
  it.skipIf(!hasShellcheck)('raise no warning of shellcheck', () => {
    const evil = HOSTILE_TEXTS.filter((text) => text.length < 100).join('');
    const folder = writeOut(writeHostScripts(withHostileTexts(onlyHost(article, 'controller-0'), evil)));
    expect(shellcheck(folder, '--severity=warning')).toBe('');
  });
});

function shellcheck(folder: string, ...options: string[]): string {
  const hosts = readdirSync(folder).filter((entry) => entry !== 'manifest.json');
  return hosts
    .map(
      (host) =>
        spawnSync('shellcheck', [...options, '-x', 'setup.sh', 'teardown.sh', 'lib.sh', 'compare.sh'], {
          cwd: path.join(folder, host),
          encoding: 'utf8',
        }).stdout,
    )
    .join('');
}

function onlyHost(fabric: CompiledFabric, name: string): CompiledFabric {
  return { ...fabric, hosts: fabric.hosts.filter(({ plan }) => plan.name === name) };
}
