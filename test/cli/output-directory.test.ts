import { lstat, mkdir, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { describeFileError, writeDirectory } from '#cli';
import { runCli } from '#test/run-cli';

const CLOUD = `fabric small { underlay 172.16.0.0/24 { mtu 1550 }  firewall iptables-hybrid }
host hv-1 { roles compute, network  tunnel-ip 172.16.0.11 }
host hv-2 { roles compute  tunnel-ip 172.16.0.12 }
tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  vm a on hv-1 { port app }
}
`;

let folder: string;
let model: string;
const inFolder = (name: string) => path.join(folder, name);
const compile = (out: string, ...options: string[]) => runCli('compile', model, '--out', out, ...options);
const read = (name: string) => readFile(inFolder(name), 'utf8');

interface Manifest {
  readonly hosts: readonly { readonly name: string; readonly hash: string }[];
}
const hashes = async (name: string) =>
  Object.fromEntries((JSON.parse(await read(`${name}/manifest.json`)) as Manifest).hosts.map((host) => [host.name, host.hash]));

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ostopo-out-'));
  model = inFolder('model.ostopo');
  await writeFile(model, CLOUD);
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('the output directory', () => {
  it('stays the same one when it is written again, for a shell may stand in it', async () => {
    await compile(inFolder('out'));
    const before = await stat(inFolder('out'));
    await writeFile(model, CLOUD.replace('host hv-2 { roles compute  tunnel-ip 172.16.0.12 }\n', ''));
    expect(await compile(inFolder('out'))).toMatchObject({ exitCode: 0 });
    expect((await stat(inFolder('out'))).ino).toBe(before.ino);
    expect((await readdir(inFolder('out'))).sort()).toEqual(['hv-1', 'manifest.json']);
    expect((await readdir(folder)).sort()).toEqual(['model.ostopo', 'out']);
  });

  it('is as it was when one of its entries cannot change places', async () => {
    const target = inFolder('out');
    await mkdir(path.join(target, 'b'), { recursive: true });
    await writeFile(path.join(target, 'a'), 'old');
    await writeFile(path.join(target, 'b', 'kept'), 'old');
    const writing = writeDirectory({ target, exists: true, manifest: undefined }, async (fresh) => {
      await mkdir(path.join(fresh, 'b'));
      for (const file of ['a', 'b/kept']) await writeFile(path.join(fresh, file), 'new');
      return (entry) => entry !== 'b';
    });
    await expect(writing).rejects.toThrow(/ENOTEMPTY|EEXIST/);
    expect([await read('out/a'), await read('out/b/kept'), await readdir(target)]).toEqual(['old', 'old', ['a', 'b']]);
  });

  it('may be named by a link, which stays', async () => {
    await mkdir(inFolder('real'));
    await symlink('real', inFolder('link'));
    for (let run = 0; run < 2; run += 1) expect(await compile(inFolder('link'))).toMatchObject({ exitCode: 0 });
    expect((await lstat(inFolder('link'))).isSymbolicLink()).toBe(true);
    expect((await readdir(inFolder('real'))).sort()).toEqual(['hv-1', 'hv-2', 'manifest.json']);
  });

  it('is cleared of what a run left there that was cut short', async () => {
    await compile(inFolder('out'));
    await mkdir(inFolder('out/.ostopo-new-abcdef'));
    await writeFile(inFolder('out/.ostopo-new-abcdef/setup.sh'), 'half');
    expect(await compile(inFolder('out'))).toMatchObject({ exitCode: 0 });
    expect((await readdir(inFolder('out'))).sort()).toEqual(['hv-1', 'hv-2', 'manifest.json']);
  });

  it.each([
    ['', '--out needs the name of a directory'],
    ['model.ostopo', 'model.ostopo is a file, not a directory'],
    ['model.ostopo/below', 'model.ostopo/below: a part of its path is a file, not a directory'],
    ['nowhere', 'nowhere is a link that leads nowhere'],
    ['circle', 'circle: its links lead in a circle'],
    ['n'.repeat(300), 'n: its name is too long'],
  ])('cannot be %j, which one line says, with exit code 2', async (name, told) => {
    await symlink('missing', inFolder('nowhere'));
    await symlink('circle', inFolder('circle'));
    const { exitCode, out, err } = await compile(name === '' ? '' : inFolder(name));
    expect([exitCode, out]).toEqual([2, '']);
    expect(err).toMatch(/^ostopo: .*\n$/);
    expect(err).toContain(told);
    expect((await readdir(folder)).sort()).toEqual(['circle', 'model.ostopo', 'nowhere']);
  });
});

describe('compile --host', () => {
  it('changes the folder of that host and its place in the manifest, and no other', async () => {
    await compile(inFolder('out'));
    const before = await hashes('out');
    await writeFile(inFolder('out/hv-1/setup.sh'), '# as it is');
    await writeFile(model, CLOUD.replaceAll('172.16.0.12', '172.16.0.13'));
    expect(await compile(inFolder('out'), '--host', 'hv-2')).toMatchObject({ exitCode: 0 });
    const after = await hashes('out');
    expect([Object.keys(after), after['hv-1'], after['hv-2'] === before['hv-2']]).toEqual([['hv-1', 'hv-2'], before['hv-1'], false]);
    expect(await read('out/hv-1/setup.sh')).toBe('# as it is');
    expect(await read('out/hv-2/setup.sh')).toContain('172.16.0.13');
  });

  it('adds up to what compiling all of them at once writes', async () => {
    await compile(inFolder('whole'));
    for (const host of ['hv-2', 'hv-1']) expect(await compile(inFolder('parts'), '--host', host)).toMatchObject({ exitCode: 0 });
    expect(await read('parts/manifest.json')).toBe(await read('whole/manifest.json'));
    expect(await read('parts/hv-2/setup.sh')).toBe(await read('whole/hv-2/setup.sh'));
  });

  it('does not mix fabrics', async () => {
    await compile(inFolder('out'));
    await writeFile(model, CLOUD.replace('fabric small', 'fabric large'));
    const { exitCode, err } = await compile(inFolder('out'), '--host', 'hv-2');
    expect([exitCode, err]).toEqual([2, `ostopo: ${inFolder('out')} holds fabric small, not large: name another directory\n`]);
  });
});

describe('what the system says of a file', () => {
  const failed = (code: string, message: string) => Object.assign(new Error(message), { code });

  it.each([
    ['EACCES', "EACCES: permission denied, open '/x/.ostopo-new-abc'", 'permission denied'],
    ['EROFS', "EROFS: read-only file system, mkdir '/x'", 'the file system is read-only'],
    ['ENOSPC', 'ENOSPC: no space left on device, write', 'no space is left on the disk'],
    ['ESTRANGE', "ESTRANGE: something odd, rename '/x.123.new' -> '/x'", 'something odd'],
  ])('is told in words and without temporary names: %s', (code, message, told) => {
    expect(describeFileError(failed(code, message))).toBe(told);
  });
});
