import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { HostMemory, compileFabric } from '#core/compile';
import { type DescribedHost, printManifest, writeHostScripts } from '#core/compile/script';
import { planDeployment } from '#core/plan';
import { parseOstopo } from '#language';
import { writeHosts } from '#cli';
import { generateFleet, withOneVmMore } from '#bench';

const TEXT = generateFleet({ ports: 120, hosts: 12 });
const { deployment } = planDeployment(parseOstopo(TEXT).topology);
const folders: string[] = [];

async function newFolder(): Promise<string> {
  const folder = await mkdtemp(path.join(tmpdir(), 'ostopo-threads-'));
  folders.push(folder);
  return folder;
}

afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

describe('hosts that are dealt out to threads', () => {
  it.each([1, 3])('are written byte for byte as the compiler’s texts, and described alike: %i', async (threads) => {
    const folder = await newFolder();
    const described = await writeHosts(deployment, deployment.hosts, folder, { threads });
    const expected = writeHostScripts(compileFabric(deployment));
    for (const [name, text] of expected)
      if (name !== 'manifest.json') expect(await readFile(path.join(folder, name), 'utf8'), name).toBe(text);
    expect(printManifest(deployment.fabric.name, described)).toBe(expected.get('manifest.json'));
    expect((await readdir(folder)).sort()).toEqual(
      [...new Set([...expected.keys()].map((name) => name.split('/')[0]))].filter((name) => name !== 'manifest.json').sort(),
    );
  });

  it('are no others than those that are asked for', async () => {
    const folder = await newFolder();
    const described = await writeHosts(deployment, deployment.hosts.slice(2, 4), folder, { threads: 2 });
    const names = deployment.hosts.slice(2, 4).map(({ name }) => name);
    expect([described.length, (await readdir(folder)).sort()]).toEqual([2, [...names].sort()]);
  });

  it('are left alone where nothing changed since they were written, and described all the same', async () => {
    const [folder, memory] = [await newFolder(), new HostMemory<DescribedHost>()];
    const first = await writeHosts(deployment, deployment.hosts, folder, { memory });
    for (const { name } of deployment.hosts.slice(1)) await rm(path.join(folder, name), { recursive: true });
    expect(await writeHosts(deployment, deployment.hosts, folder, { memory })).toEqual(first);
    expect(await readdir(folder)).toEqual([deployment.hosts[0]?.name]);
  });

  it('are all written again after writing failed', async () => {
    const [folder, memory] = [await newFolder(), new HostMemory<DescribedHost>()];
    await writeHosts(deployment, deployment.hosts, folder, { memory });
    const more = planDeployment(parseOstopo(withOneVmMore(TEXT)).topology).deployment;
    await rm(path.join(folder, 'hv-1'), { recursive: true });
    await writeFile(path.join(folder, 'hv-1'), 'in the way');
    await expect(writeHosts(more, more.hosts, folder, { memory })).rejects.toMatchObject({ code: 'EEXIST' });
    expect([...memory.recall(deployment, deployment.hosts)]).toEqual([]);
  });

  it('fail with the error of the file that cannot be written, whichever thread meets it', async () => {
    const folder = await newFolder();
    for (const { name } of deployment.hosts) await writeFile(path.join(folder, name), 'in the way');
    await expect(writeHosts(deployment, deployment.hosts, folder, { threads: 3 })).rejects.toMatchObject({ code: 'EEXIST' });
  });
});
