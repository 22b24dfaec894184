import { chmod, lstat, mkdtemp, readFile, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CATALOGUE } from '#core/diagnostics';
import { runCli } from '#test/run-cli';

const MESSY = 'fabric   f{firewall iptables-hybrid}\nhost a{roles compute}// one\n';
const TIDY = 'fabric f { firewall iptables-hybrid }\nhost a { roles compute }  // one\n';

const CLOUD = `fabric f { firewall iptables-hybrid  underlay 10.9.0.0/24 { mtu 1550 } }
host net { roles network, compute  tunnel-ip 10.9.0.2 }
tenant t {
  network n { subnet s 10.0.0.0/24 }
  vm b on net { port n }
}
`;
const WITH_A = CLOUD.replace('  vm b', '  vm a on net { port n }\n  vm b');

let folder: string;
const inFolder = (name: string) => path.join(folder, name);

async function write(name: string, text: string): Promise<string> {
  await writeFile(inFolder(name), text);
  return inFolder(name);
}

const read = (file: string) => readFile(file, 'utf8');

beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ostopo-cli-'));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

describe('format', () => {
  it('rewrites what is not in the house style, and names it', async () => {
    const [messy, tidy] = [await write('messy.ostopo', MESSY), await write('tidy.ostopo', TIDY)];
    const before = await stat(tidy);
    expect(await runCli('format', messy, tidy)).toEqual({ exitCode: 0, out: `${messy}\n`, err: '' });
    expect(await read(messy)).toBe(TIDY);
    expect((await stat(tidy)).mtimeMs).toBe(before.mtimeMs);
  });

  it('--check changes nothing, lists what differs and exits with 1', async () => {
    const [messy, tidy] = [await write('messy.ostopo', MESSY), await write('tidy.ostopo', TIDY)];
    expect(await runCli('format', '--check', tidy, messy)).toEqual({ exitCode: 1, out: `${messy}\n`, err: '' });
    expect(await read(messy)).toBe(MESSY);
    expect(await runCli('format', '--check', tidy)).toEqual({ exitCode: 0, out: '', err: '' });
  });

  it('changes no file when one cannot be read', async () => {
    const messy = await write('messy.ostopo', MESSY);
    expect(await runCli('format', messy, inFolder('missing.ostopo'))).toMatchObject({ exitCode: 2, out: '' });
    expect(await read(messy)).toBe(MESSY);
  });

  it('keeps permissions, links and byte order marks, and leaves nothing behind', async () => {
    const messy = await write('messy.ostopo', `\ufeff${MESSY}`);
    await chmod(messy, 0o640);
    await symlink(messy, inFolder('link.ostopo'));
    expect(await runCli('format', inFolder('link.ostopo'))).toMatchObject({ exitCode: 0 });
    expect(await read(messy)).toBe(`\ufeff${TIDY}`);
    expect((await stat(messy)).mode & 0o777).toBe(0o640);
    expect((await lstat(inFolder('link.ostopo'))).isSymbolicLink()).toBe(true);
    expect((await readdir(folder)).sort()).toEqual(['link.ostopo', 'messy.ostopo']);
  });

  it('says of a file with errors that it left something as it is', async () => {
    const file = await write('broken.ostopo', `host  b { roles ,\n}\n${MESSY}`);
    const { exitCode, err } = await runCli('format', file);
    expect([exitCode, err]).toEqual([0, `${file}: parts that cannot be read are left as they are; "ostopo check" tells them\n`]);
    expect(await read(file)).toBe(`host  b { roles ,\n}\n${TIDY}`);
  });
});

describe('lock', () => {
  it('writes a lock file that later plans follow', async () => {
    const file = await write('c.ostopo', CLOUD);
    expect(await runCli('lock', file)).toMatchObject({
      exitCode: 0,
      err: '',
      out: expect.stringMatching(/c\.ostopo\.lock: \d+ elements, \d+ new, 0 dropped\n$/) as string,
    });
    const portOf = async () => /qvo\S+\s+tag \d+\s+\S+\s+t\.b \S+/.exec((await runCli('plan', file)).out)?.[0];
    const before = await portOf();
    await writeFile(file, WITH_A);
    const planned = (await runCli('plan', file)).out;
    expect(before).toBeDefined();
    expect(planned).toContain(before);
    await rm(`${file}.lock`);
    expect((await runCli('plan', file)).out).not.toContain(before);
  });

  it('says what is new and what was dropped', async () => {
    const file = await write('c.ostopo', CLOUD);
    await runCli('lock', file);
    await writeFile(file, CLOUD.replace('vm b', 'vm a'));
    expect((await runCli('lock', file)).out).toMatch(/, 2 new, 2 dropped\n$/);
    expect((await runCli('lock', file)).out).toMatch(/, 0 new, 0 dropped\n$/);
  });

  it('leaves a damaged lock file alone and says where it is damaged', async () => {
    const file = await write('c.ostopo', CLOUD);
    await write('c.ostopo.lock', '{\n  "schema": 1,\n<<<<<<< ours\n}\n');
    const { exitCode, out, err } = await runCli('lock', file);
    expect([exitCode, out]).toEqual([1, '']);
    expect(err).toContain(`${file}.lock:3:1: error OST6001: the mark of a merge conflict stands here`);
    expect(await read(`${file}.lock`)).toContain('<<<<<<<');
    expect(await runCli('check', file)).toMatchObject({ exitCode: 1, out: expect.stringContaining('OST6001') as string });
  });

  it('writes none for a text that cannot be read wholly', async () => {
    const file = await write('c.ostopo', `${CLOUD}host`);
    expect(await runCli('lock', file)).toMatchObject({ exitCode: 1, err: expect.stringContaining('OST1001') as string });
    expect(await readdir(folder)).toEqual(['c.ostopo']);
  });

  it('needs a file', async () => {
    expect((await runCli('lock', '-')).exitCode).toBe(2);
    expect((await runCli('lock', inFolder('missing.ostopo'))).exitCode).toBe(2);
  });
});

describe('check --locked', () => {
  it('exits with 0 when model and lock match, and with 1 and the differences when they do not', async () => {
    const file = await write('c.ostopo', CLOUD);
    await runCli('lock', file);
    expect(await runCli('check', '--locked', file)).toMatchObject({ exitCode: 0, out: '' });
    await writeFile(file, WITH_A);
    const { exitCode, out } = await runCli('check', '--locked', file);
    expect(exitCode).toBe(1);
    expect(out).toContain('error OST6003: the lock file lacks vm t.a');
    expect(await runCli('check', file)).toMatchObject({ exitCode: 0, out: '' });
  });

  it('exits with 1 where there is no lock file, and with 2 for standard input', async () => {
    const file = await write('c.ostopo', CLOUD);
    expect(await runCli('check', '--locked', file)).toMatchObject({
      exitCode: 1,
      err: expect.stringContaining('there is no lock file') as string,
    });
  });
});

describe('check', () => {
  const SPARE = 'fabric f { firewall iptables-hybrid }\nhost spare  // ostopo: allow OST4010 because it is not racked yet\nhost other\n';

  it('changes severities as it is told', async () => {
    const file = await write('s.ostopo', SPARE);
    expect(await runCli('check', '--severity', 'OST4010=error', file)).toMatchObject({ exitCode: 1 });
    expect(await runCli('check', '--severity', 'OST4010=error', '--severity', 'OST4010=off', file)).toMatchObject({ exitCode: 0, out: '' });
  });

  it.each([['OST4010'], ['OST4010=loud'], ['OST4999=off'], ['OST1004=off']])('refuses --severity %s', async (setting) => {
    const file = await write('s.ostopo', SPARE);
    const { exitCode, err } = await runCli('check', '--severity', setting, file);
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^ostopo: --severity: /);
  });

  it('counts what comments silence, lists it in JSON and suppresses it in SARIF', async () => {
    const file = await write('s.ostopo', SPARE);
    const text = await runCli('check', file);
    expect([text.exitCode, text.err]).toEqual([0, `${file}: 1 warning, 1 silenced\n`]);
    const json = JSON.parse((await runCli('check', file, '--format', 'json')).out) as {
      findings: { line: number }[];
      silenced: { line: number; reason: string }[];
    };
    expect([json.findings.map(({ line }) => line), json.silenced.map(({ line, reason }) => [line, reason])]).toEqual([
      [3],
      [[2, 'it is not racked yet']],
    ]);
    const sarif = JSON.parse((await runCli('check', file, '--format', 'sarif')).out) as {
      runs: { results: { suppressions: unknown[] }[] }[];
    };
    expect(sarif.runs[0]?.results.map(({ suppressions }) => suppressions)).toEqual([
      [],
      [{ kind: 'inSource', status: 'accepted', justification: 'it is not racked yet' }],
    ]);
  });
});

describe('explain', () => {
  it.each(['OST3011', 'ost3011', '3011'])('prints the page of %s', async (code) => {
    expect(await runCli('explain', code)).toEqual({ exitCode: 0, out: await read('docs/findings/OST3011.md'), err: '' });
  });

  it('has a page for every code, and lists them all', async () => {
    const { exitCode, out } = await runCli('explain');
    expect([
      exitCode,
      out
        .trim()
        .split('\n')
        .map((line) => line.slice(0, 7)),
    ]).toEqual([0, Object.keys(CATALOGUE)]);
    for (const [code, { title }] of Object.entries(CATALOGUE))
      expect((await runCli('explain', code)).out.startsWith(`# ${code}: ${title}\n`)).toBe(true);
  });

  it('says of a code there is not which there is', async () => {
    expect(await runCli('explain', 'OST3o11')).toEqual({
      exitCode: 2,
      out: '',
      err: expect.stringMatching(/^ostopo: there is no finding OST3o11; did you mean `OST3011`\?/) as string,
    });
    expect((await runCli('explain', '../../package')).exitCode).toBe(2);
  });
});

describe('new', () => {
  it('lists the templates with what they are', async () => {
    const { exitCode, out } = await runCli('new');
    expect(exitCode).toBe(0);
    for (const line of out.trim().split('\n')) expect(line).toMatch(/^[\w-]+ {2,}\S.{10,}\.$/);
    expect(out).toMatch(/^article-lab /m);
    expect(out).toMatch(/^two-tenants /m);
  });

  it('prints a template that is sound, or writes it where nothing is', async () => {
    const file = inFolder('mine.ostopo');
    expect(await runCli('new', 'single-host')).toEqual({ exitCode: 0, out: await read('examples/single-host.ostopo'), err: '' });
    expect(await runCli('new', 'single-host', '--out', file)).toEqual({ exitCode: 0, out: `${file}\n`, err: '' });
    expect((await runCli('check', file)).exitCode).toBe(0);
    expect(await runCli('new', 'two-tenants', '--out', file)).toMatchObject({
      exitCode: 2,
      err: `ostopo: ${file} exists already: name another file\n`,
    });
    expect(await read(file)).toBe(await read('examples/single-host.ostopo'));
  });

  it('says of a template there is not which there are', async () => {
    expect(await runCli('new', 'two-tenant')).toMatchObject({
      exitCode: 2,
      err: expect.stringContaining('did you mean `two-tenants`?') as string,
    });
  });
});
