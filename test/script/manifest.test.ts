import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { type Lock, analyse, createLock } from '#core/plan';
import { parseOstopo } from '#language';
import { schemaFaults } from '#test/schema-faults';

interface Manifest {
  readonly hosts: readonly {
    readonly name: string;
    readonly folder: string | null;
    readonly hash: string | null;
    readonly bridges: readonly { readonly ports: readonly { readonly name: string; readonly element: string }[] }[];
    readonly files: readonly { readonly path: string; readonly sha256: string }[];
  }[];
}

function scriptsOf(
  text: string,
  lock?: Lock,
): { readonly files: ReadonlyMap<string, string>; readonly manifest: Manifest; readonly lock: Lock } {
  const { topology } = parseOstopo(text);
  const { deployment } = analyse(topology, [], lock ? { lock } : {});
  const files = writeHostScripts(compileFabric(deployment));
  // the manifest is what is tested
  return { files, manifest: JSON.parse(files.get('manifest.json') ?? '') as Manifest, lock: createLock(topology, deployment, lock) };
}

const example = (name: string) => readFileSync(new URL(`../../examples/${name}.ostopo`, import.meta.url), 'utf8');
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');
const EXAMPLES = ['article-lab', 'l2-population', 'prod', 'qos', 'single-host', 'two-tenants'];

describe('manifest.json', () => {
  it.each(EXAMPLES)('of %s is as its schema says', (name) => {
    const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/schemas/manifest.json', import.meta.url), 'utf8'));
    expect(schemaFaults(schema, scriptsOf(example(name)).manifest)).toEqual([]);
  });

  it.each(EXAMPLES)('of %s names every file once, with its hash and that of its host', (name) => {
    const { files, manifest } = scriptsOf(example(name));
    const named = manifest.hosts.flatMap(({ folder, files: own }) =>
      own.map(({ path, sha256: hash }) => [`${String(folder)}/${path}`, hash]),
    );
    expect(named).toEqual(
      [...files]
        .filter(([path]) => path !== 'manifest.json')
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([path, text]) => [path, sha256(text)]),
    );
    for (const { hash, files: own } of manifest.hosts) {
      if (hash !== null) expect(hash).toBe(sha256(own.map(({ path, sha256: one }) => `${one}  ${path}\n`).join('')));
    }
  });

  it('says for which element a port is there', () => {
    const { manifest } = scriptsOf(example('article-lab'));
    const ports = manifest.hosts.flatMap(({ bridges }) => bridges.flatMap((bridge) => bridge.ports));
    expect(ports).toContainEqual({ name: 'qvo95d96a75-a0', kind: 'vif', ofport: 3, element: 'port:demo.vm-1.net-1' });
  });
});

/** An edit of an example, and the hosts that must change by it, each for a reason. */
const EDITS: readonly (readonly [what: string, example: string, edit: (text: string) => string, hosts: readonly string[]])[] = [
  [
    'a VM changes its host and the DHCP server, and the hosts where a group lists its address',
    'two-tenants',
    // hv-1 has another VM of red's default group, whose rules admit the members of the group
    (text) => text.replace('  vm web-[1..2]', '  vm aaa on hv-2 { port app }\n  vm web-[1..2]'),
    ['hv-1', 'hv-2', 'net-a'],
  ],
  [
    'a VM of a group that nobody names changes its host and the DHCP server only',
    'prod',
    (text) => text.replace('  vm pg on', '  vm aaa on hv-4 { port db { security store } }\n  vm pg on'),
    ['hv-4', 'net-a'],
  ],
  [
    'with l2-population a VM changes the hosts that have its network, too',
    'l2-population',
    (text) =>
      text.replace(
        '  vm pg on',
        '  vm aaa on hv-2 { port app { security plain } }\n  security-group plain { allow ingress icmp }\n  vm pg on',
      ),
    ['hv-1', 'hv-2', 'net-a'],
  ],
  [
    'a rule changes the hosts with members of its group',
    'prod',
    (text) => text.replace('allow ingress tcp 5432', 'allow ingress tcp 5433'),
    ['hv-4'],
  ],
  [
    'a rule of a group on several hosts changes them all',
    'prod',
    (text) => text.replace('tcp 80, 443', 'tcp 80, 8443'),
    ['hv-1', 'hv-2', 'hv-3'],
  ],
  ['a description changes nothing', 'prod', (text) => text.replace('tenant green {', 'tenant green { // other words'), []],
];

describe('an edit', () => {
  it.each(EDITS)('%s', (_what, name, edit, hosts) => {
    const before = scriptsOf(example(name));
    const after = scriptsOf(edit(example(name)), before.lock);
    const hashes = new Map(before.manifest.hosts.map((host) => [host.name, host.hash]));
    expect(
      after.manifest.hosts
        .filter((host) => host.hash !== hashes.get(host.name))
        .map((host) => host.name)
        .sort(),
    ).toEqual(hosts);
    const changed = [...after.files].filter(([path, text]) => path !== 'manifest.json' && before.files.get(path) !== text);
    expect([...new Set(changed.map(([path]) => path.split('/')[0]))].sort()).toEqual(hosts);
  });
});
