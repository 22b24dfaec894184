import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { runCli } from '#test/run-cli';
import { schemaFaults } from '#test/schema-faults';

const LAB = 'examples/article-lab.ostopo';
const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-json-'));
afterAll(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

const schemaOf = (name: string): unknown => JSON.parse(readFileSync(new URL(`../../docs/schemas/${name}.json`, import.meta.url), 'utf8'));

/** One document, as its schema says. */
async function documentOf(schema: string, ...argv: string[]): Promise<Record<string, unknown>> {
  const { out } = await runCli(...argv, '--format', 'json');
  const document = JSON.parse(out) as Record<string, unknown>;
  expect(schemaFaults(schemaOf(schema), document)).toEqual([]);
  return document;
}

describe('--format json prints one document', () => {
  it('of what compile wrote', async () => {
    const out = path.join(folder, 'hosts');
    const { fabric, hosts, errors } = await documentOf('compile', 'compile', LAB, '--out', out);
    const { hash } = (JSON.parse(readFileSync(path.join(out, 'manifest.json'), 'utf8')) as { hosts: { hash: string }[] }).hosts[0] ?? {};
    expect([fabric, errors, (hosts as { hash: string }[])[0]?.hash]).toEqual(['lab', 2, hash]);
  });

  it('of one host, when compile wrote one', async () => {
    const { hosts } = await documentOf('compile', 'compile', LAB, '--out', path.join(folder, 'hosts'), '--host', 'compute-0');
    expect((hosts as { name: string }[]).map(({ name }) => name)).toEqual(['compute-0']);
  });

  it('of a picture, its boxes and lines', async () => {
    const document = await documentOf('graph', 'graph', LAB, '--out', path.join(folder, 'picture.drawio'));
    const ids = (document.boxes as { id: string }[]).map(({ id }) => id);
    const picture = readFileSync(path.join(folder, 'picture.drawio'), 'utf8');
    expect(ids.filter((id) => !picture.includes(`<mxCell id="${id}"`))).toEqual([]);
    expect([document.view, document.host, document.hops]).toEqual(['wiring', null, null]);
  });

  it('of a picture with a trace, its hops', async () => {
    const words = ['graph', LAB, '--view', 'host', 'compute-0', '--trace', 'vm-1', 'vm-4', '--out', path.join(folder, 'picture.mmd')];
    const document = await documentOf('graph', ...words);
    expect([document.view, document.host]).toEqual(['host', 'host:compute-0']);
    expect((document.hops as { title: string }[])[0]?.title).toBe('vm-1');
  });

  it('of how a lab stands', async () => {
    vi.stubEnv('OSTOPO_LAB_DIR', folder);
    expect(await documentOf('lab', 'lab', 'status', LAB)).toEqual({ schema: 1, fabric: 'lab', status: 'none', changed: false });
  });
});

describe('lab capture', () => {
  it.each(['0', 'all', '-1'])('refuses to count to %s', async (count) => {
    expect(await runCli('lab', 'capture', LAB, `--count=${count}`)).toMatchObject({ exitCode: 2 });
  });
});
