// `compile --watch` on files that change, as an editor changes them: written in place, replaced by renaming, taken away and put back.
import { cp, mkdtemp, readFile, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPalette, watchCompile } from '#cli';
import { runCli } from '#test/run-cli';

const CLOUD = `fabric small { underlay 172.16.0.0/24 { mtu 1550 }  firewall openvswitch }
import "hosts.ostopo"
tenant red {
  network app { vni 11  subnet app-v4 10.0.0.0/24 }
  vm a on hv-1 { port app }
}
tenant blue {
  network db { vni 12  subnet db-v4 10.0.0.0/24 }
  vm b on hv-2 { port db }
}
`;
const HOSTS = `host hv-1 { roles compute, network  tunnel-ip 172.16.0.11 }
host hv-2 { roles compute  tunnel-ip 172.16.0.12 }
host hv-3 { roles compute  tunnel-ip 172.16.0.13 }
`;
const ONE_MORE = '  vm c on hv-2 { port db }\n';

let folder: string;
const inFolder = (name: string) => path.join(folder, name);

/** In one step, as most editors do: what reads it never sees a half. */
async function write(name: string, text: string): Promise<void> {
  await writeFile(inFolder('new'), text);
  await rename(inFolder('new'), inFolder(name));
}

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ostopo-watch-'));
  await write('cloud.ostopo', CLOUD);
  await write('hosts.ostopo', HOSTS);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

/** Watches while `steps` run; each awaits the next line that is told. */
async function watching(steps: (nextLine: () => Promise<string>) => Promise<void>): Promise<number> {
  const told: string[] = [];
  let tell = (): void => undefined;
  const say = (text: string) => {
    told.push(text.replaceAll(`${folder}/`, ''));
    tell();
  };
  const plain = createPalette(false);
  const controller = new AbortController();
  const ended = watchCompile(
    inFolder('cloud.ostopo'),
    inFolder('out'),
    { out: say, err: say, paintOut: plain, paintErr: plain },
    controller.signal,
  );
  const nextLine = async (): Promise<string> => {
    while (told.length === 0) await Promise.race([new Promise<void>((resolve) => (tell = resolve)), ended]);
    return told.shift() ?? '';
  };
  try {
    await steps(nextLine);
  } finally {
    controller.abort();
  }
  return ended;
}

/** What is there, and what compiling the same model alone writes. */
async function expectFresh(): Promise<void> {
  await runCli('compile', inFolder('cloud.ostopo'), '--out', inFolder('alone'));
  const contents = async (name: string) => {
    const files = (await readdir(inFolder(name), { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
    const paths = files.map((entry) => path.relative(inFolder(name), path.join(entry.parentPath, entry.name))).sort();
    return Promise.all(paths.map(async (file) => [file, await readFile(path.join(inFolder(name), file), 'utf8')]));
  };
  expect(await contents('out')).toEqual(await contents('alone'));
}

describe('compile --watch', () => {
  it('writes the hosts for which something changed, and leaves what compiling alone would write', async () => {
    const exitCode = await watching(async (nextLine) => {
      expect(await nextLine()).toBe('out: 3 of 3 hosts written: hv-1, hv-2, hv-3\n');
      await write('cloud.ostopo', CLOUD.replace('  vm b', `${ONE_MORE}  vm b`));
      expect(await nextLine()).toBe('out: 2 of 3 hosts written: hv-1, hv-2\n'); // hv-1 serves DHCP
      await expectFresh();
      await write('other.ostopo', CLOUD);
      expect(await nextLine()).toBe('out: no host changes\n');
    });
    expect(exitCode).toBe(0);
  });

  it('sees files that are written in place, imported files, and hosts that go', async () => {
    await watching(async (nextLine) => {
      await nextLine();
      await writeFile(inFolder('cloud.ostopo'), CLOUD.replace('  vm b', `${ONE_MORE}  vm b`));
      for (let line = ''; !line.includes('hv-2');) line = await nextLine(); // an empty file may be seen on the way, and is refused
      await write('hosts.ostopo', HOSTS.replace(/host hv-3.*\n/, ''));
      expect(await nextLine()).toContain('gone: hv-3');
      await expectFresh();
    });
  });

  it('tells what is wrong, leaves what was written, and goes on', async () => {
    await watching(async (nextLine) => {
      await nextLine();
      const before = await readFile(inFolder('out/manifest.json'), 'utf8');
      await write('cloud.ostopo', CLOUD.replace('on hv-2', 'on hv-9'));
      expect(await nextLine()).toContain('1 error');
      expect(await nextLine()).toContain('is left as it is');
      expect(await readFile(inFolder('out/manifest.json'), 'utf8')).toBe(before);
      await rm(inFolder('cloud.ostopo'));
      expect(await nextLine()).toContain('cannot read');
      await write('cloud.ostopo', '');
      expect(await nextLine()).toContain('describes no host');
      expect(await readFile(inFolder('out/manifest.json'), 'utf8')).toBe(before);
      await write('cloud.ostopo', CLOUD);
      expect(await nextLine()).toBe('out: no host changes\n');
    });
  });

  it('goes on from a first version with errors, also where the file is away for a moment', async () => {
    await write('cloud.ostopo', CLOUD.replace('on hv-2', 'on hv-9'));
    await watching(async (nextLine) => {
      expect(await nextLine()).toContain('1 error');
      expect(await nextLine()).toContain('is left as it is');
      await rm(inFolder('cloud.ostopo'));
      expect(await nextLine()).toContain('cannot read');
      await write('cloud.ostopo', CLOUD);
      expect(await nextLine()).toBe('out: 3 of 3 hosts written: hv-1, hv-2, hv-3\n');
    });
  });

  it('writes everything anew where somebody else wrote meanwhile', async () => {
    await watching(async (nextLine) => {
      await nextLine();
      await write(
        'small.ostopo',
        HOSTS.replace(/host hv-2.*\n/, '') + CLOUD.replace('import "hosts.ostopo"\n', '').replace(/tenant blue[^]*/, ''),
      );
      expect(await nextLine()).toBe('out: no host changes\n');
      await runCli('compile', inFolder('small.ostopo'), '--out', inFolder('out'));
      await cp(inFolder('out/hv-1'), inFolder('seen'), { recursive: true });
      await write('cloud.ostopo', `${CLOUD}\n`);
      expect(await nextLine()).toContain('out: ');
      await expectFresh();
    });
  });

  it.each([
    [['--explain'], '--watch goes with --out alone'],
    [['--format', 'json'], '--watch goes with --out alone'],
    [['--host', 'hv-1'], '--watch goes with --out alone'],
  ])('is refused with %s', async (options, why) => {
    const { exitCode, err } = await runCli('compile', inFolder('cloud.ostopo'), '--out', inFolder('out'), '--watch', ...options);
    expect([exitCode, err]).toEqual([2, `ostopo: ${why}\n`]);
  });

  it('ends where the first version cannot be read', async () => {
    const { exitCode, err } = await runCli('compile', inFolder('none.ostopo'), '--out', inFolder('out'), '--watch');
    expect([exitCode, err]).toEqual([2, expect.stringContaining('none.ostopo')]);
  });
});
