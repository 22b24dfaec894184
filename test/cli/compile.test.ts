import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { runCli } from '#test/run-cli';
import { schemaFaults } from '#test/schema-faults';

const LAB = 'examples/article-lab.ostopo';

describe('compile --explain', () => {
  it('prints every line of a host with its stage, element, place, and Neutron’s counterpart', async () => {
    const { out } = await runCli('compile', LAB, '--explain', '--host', 'compute-0');
    const lines = out.split('\n');
    expect(lines[0]).toBe('compute-0/setup.sh');
    expect(lines[1]).toMatch(/^stage +element +place +Neutron +line$/);
    const plug = lines.find((line) => line.includes('hybrid_plug qbr95d96a75-a0'));
    expect(plug).toMatch(/^ports\/hybrid-plugs +port:demo\.vm-1\.net-1 +examples\/article-lab\.ostopo:\d+:\d+ +os-vif .* hybrid_plug /);
    expect(lines).toContain('compute-0/flows/br-tun.flows');
    expect(lines).toContain('compute-0/iptables/host.v4.rules');
  });

  it('prints the same as data, as its schema says', async () => {
    const { out } = await runCli('compile', LAB, '--explain', '--format', 'json');
    const schema: unknown = JSON.parse(readFileSync(new URL('../../docs/schemas/compile-explain.json', import.meta.url), 'utf8'));
    const document = JSON.parse(out) as { lines: { host: string }[] }; // its schema is checked below
    expect(schemaFaults(schema, document)).toEqual([]);
    expect(new Set(document.lines.map(({ host }) => host))).toEqual(new Set(['controller-0', 'compute-0', 'compute-1']));
  });

  it('or --out: one of them has to be named', async () => {
    expect(await runCli('compile', LAB)).toMatchObject({ exitCode: 2, err: expect.stringContaining('--out') as string });
  });
});
