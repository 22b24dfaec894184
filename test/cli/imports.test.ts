import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#test/run-cli';

let folder: string;
const file = (name: string) => path.join(folder, name);

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ostopo-imports-'));
  await mkdir(file('shared'));
  await writeFile(file('shared/hosts.ostopo'), '\uFEFFfabric lab { firewall none }\nhost all { roles compute, network }\n');
  await writeFile(
    file('cloud.ostopo'),
    'import "shared/hosts.ostopo"\ntenant t { network n { subnet s 10.0.0.0/24 }  vm v on all { port n } }\n',
  );
  await writeFile(file('shared/faulty.ostopo'), 'host all { roles compute, network }\ntenant u { network m { subnet r 10.0.0.7/24 } }\n');
  await writeFile(file('broken.ostopo'), 'fabric f { firewall none }\nimport "shared/faulty.ostopo"\nimport "shared/none.ostopo"\n');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('a model is a file and what it imports', () => {
  it('check and plan follow imports, a byte order mark among them', async () => {
    expect(await runCli('check', file('cloud.ostopo'))).toMatchObject({ exitCode: 0, out: '' });
    const { out } = await runCli('plan', file('cloud.ostopo'), '--format', 'json');
    expect(out).toContain('port:t.v.n');
  });

  it('findings name the file they are about, and a missing one stands at its import', async () => {
    const { exitCode, out } = await runCli('check', file('broken.ostopo'));
    expect(exitCode).toBe(1);
    expect(out).toContain(`${file('shared/faulty.ostopo')}:2:33: warning OST2001`);
    expect(out).toContain(`${file('broken.ostopo')}:3:8: error OST1015`);
  });
});
