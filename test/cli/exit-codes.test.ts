import { execFileSync } from 'node:child_process';
import { lstat, mkdtemp, readFile, readdir, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runCli } from '#test/run-cli';
import { schemaFaults } from '#test/schema-faults';

const LAB = 'examples/article-lab.ostopo';
const SOUND = `
fabric small { underlay 172.16.0.0/24 { mtu 1550 }  firewall iptables-hybrid }
host hv-1 { roles compute, network  tunnel-ip 172.16.0.11 }
host hv-2 { roles compute  tunnel-ip 172.16.0.12 }
tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  vm a on hv-1 { port app }
  vm b on hv-2 { port app }
}
expect red.a reaches red.b with icmp
`;

let folder: string;
let sound: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ostopo-cli-'));
  sound = path.join(folder, 'sound.ostopo');
  await writeFile(sound, SOUND);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

describe('wrong use', () => {
  it('says which file is missing, in one line, with exit code 2', async () => {
    const { exitCode, out, err } = await runCli('check', 'no-such.ostopo');
    expect([exitCode, out, err]).toEqual([2, '', 'ostopo: cannot read no-such.ostopo: no such file\n']);
  });

  it('says that a directory is no file', async () => {
    expect(await runCli('check', folder)).toMatchObject({ exitCode: 2, err: `ostopo: cannot read ${folder}: it is a directory\n` });
  });

  it('says that a file is no text', async () => {
    const file = path.join(folder, 'binary.ostopo');
    await writeFile(file, Uint8Array.of(0xc3, 0x28));
    expect(await runCli('check', file)).toMatchObject({ exitCode: 2, err: `ostopo: cannot read ${file}: it is not UTF-8 text\n` });
    await writeFile(file, 'host a {}\n\0\n');
    expect(await runCli('check', file)).toMatchObject({
      exitCode: 2,
      err: `ostopo: cannot read ${file}: it is not text: it has zero bytes\n`,
    });
  });

  it.each(['\ufeff', ''])('says that a file is UTF-16, with mark %j', async (mark) => {
    const file = path.join(folder, 'utf-16.ostopo');
    const text = Buffer.from(`${mark}${SOUND}`, 'utf16le');
    for (const bytes of [text, Buffer.from(text).swap16()]) {
      await writeFile(file, bytes);
      const { exitCode, out, err } = await runCli('check', file);
      expect([exitCode, out, err]).toEqual([2, '', `ostopo: cannot read ${file}: it is not UTF-8 text, but UTF-16: save it as UTF-8\n`]);
    }
  });

  it('reads standard input once only', async () => {
    const told = 'ostopo: - is standard input, which can be read only once: name it once\n';
    expect(await runCli('check', '-', '-')).toEqual({ exitCode: 2, out: '', err: told });
    expect(await runCli('format', '--check', '-', sound, '-')).toEqual({ exitCode: 2, out: '', err: told });
  });

  it('tells of an unknown VM alone, whatever errors the model has', async () => {
    const { exitCode, err } = await runCli('trace', LAB, 'vm-1', 'vm-9');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^ostopo: .*vm-9.*\n$/);
  });

  it('makes no directory for a file that is to be written', async () => {
    for (const argv of [
      ['graph', sound, '--out', path.join(folder, 'missing', 'x.svg')],
      ['trace', sound, 'red.a', 'red.b', '--pcapng', path.join(folder, 'missing', 'x.pcapng')],
    ]) {
      const { exitCode, err } = await runCli(...argv);
      expect([exitCode, err]).toEqual([2, `ostopo: cannot write ${argv.at(-1) ?? ''}: there is no such directory\n`]);
    }
    expect(await readdir(folder)).not.toContain('missing');
  });

  it('gives hints that can be pasted into a shell', async () => {
    const file = path.join(folder, "my model's.ostopo");
    await writeFile(file, SOUND.replace('vm b on hv-2', 'vm b on hv-9'));
    expect((await runCli('plan', file)).err).toContain(`"ostopo check '${folder}/my model'\\''s.ostopo'" tells them`);
  });

  it('offers the nearest name for an unknown VM', async () => {
    const { exitCode, err } = await runCli('trace', sound, 'red.a', 'red.bb');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^ostopo: .*red\.bb.*did you mean.*b/);
    expect(err.trim().split('\n')).toHaveLength(1);
  });

  it('refuses packet words it does not know', async () => {
    const { exitCode, err } = await runCli('trace', sound, 'red.a', 'red.b', 'tcp', 'eighty');
    expect(exitCode).toBe(2);
    expect(err).toContain('eighty');
  });

  it('lists the hosts and bridges there are', async () => {
    expect((await runCli('flows', sound, 'hv-9', 'br-int')).err).toContain('no host is named hv-9; there are: hv-1, hv-2');
    expect((await runCli('flows', sound, 'hv-1', 'br-foo')).err).toContain('no bridge is named br-foo; there are: br-int, br-tun');
    expect((await runCli('flows', sound, 'hv-9', 'br-int')).exitCode).toBe(2);
  });

  it.each([
    [['no-such-command']],
    [['check']],
    [['trace', 'x.ostopo', 'a']],
    [['compile', 'x.ostopo']],
    [['check', '--format', 'xml', 'x.ostopo']],
  ])('exits with 2 for %j', async (argv) => {
    expect((await runCli(...argv)).exitCode).toBe(2);
  });

  it('says that there is no lab, in one line, to whoever looks for one', async () => {
    expect(await runCli('lab', 'status', sound)).toMatchObject({ exitCode: 1, out: 'small: none\n' });
    const { exitCode, err } = await runCli('lab', 'shell', sound, 'a', 'ping', '-c', '1', '10.0.0.1');
    expect(exitCode).toBe(2);
    expect(err).toMatch(/^ostopo: the lab (of fabric small is not up: start it with "lab up"|needs (root|Linux): .*)\n$/);
  });

  it('asks a file for no more than the name of its fabric to look for a lab, and takes the name itself', async () => {
    const broken = path.join(folder, 'broken.ostopo');
    await writeFile(broken, 'fabric gone-wrong { overlay vxlan { vni\nhost {{{');
    expect(await runCli('lab', 'status', broken)).toMatchObject({ exitCode: 1, out: 'gone-wrong: none\n', err: '' });
    expect(await runCli('lab', 'status', 'gone-wrong')).toMatchObject({ exitCode: 1, out: 'gone-wrong: none\n', err: '' });
    const missing = await runCli('lab', 'status', path.join(folder, 'missing.ostopo'));
    expect(missing.exitCode).toBe(2);
    expect(missing.err).toMatch(/no such file \(a lab whose file is gone goes by the name of its fabric\)\n$/);
  });
});

describe('a model file', () => {
  it.each(['cloud.txt', 'cloud', 'CLOUD.OSTOPO'])('is read whatever its name is: %s', async (name) => {
    const file = path.join(folder, name);
    await writeFile(file, SOUND);
    expect(await runCli('check', file)).toMatchObject({ exitCode: 0, out: '' });
    expect(await runCli('format', '--check', file)).toMatchObject({ exitCode: 1, out: expect.stringContaining(name) as string });
  });

  it('may be a pipe, as a shell makes it of <(…)', async () => {
    const pipe = path.join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const written = writeFile(pipe, SOUND);
    expect(await runCli('trace', pipe, 'red.a', 'red.b')).toMatchObject({ exitCode: 0 });
    await written;
  });

  it('that is empty describes nothing', async () => {
    expect(await runCli('check', '/dev/null')).toMatchObject({ exitCode: 0 });
    expect(await runCli('plan', '/dev/null')).toMatchObject({ exitCode: 1, err: expect.stringContaining('describes no host') as string });
  });
});

describe('a file that is written', () => {
  it('may be named by a link, which stays, or be no file at all', async () => {
    const [link, real, pipe] = ['link.svg', 'real.svg', 'pipe.svg'].map((name) => path.join(folder, name)) as [string, string, string];
    await writeFile(real, 'old');
    await symlink('real.svg', link);
    expect(await runCli('graph', sound, '--out', link)).toMatchObject({ exitCode: 0 });
    expect([(await lstat(link)).isSymbolicLink(), (await readFile(real, 'utf8')).slice(0, 4)]).toEqual([true, '<svg']);
    execFileSync('mkfifo', [pipe]);
    const [{ exitCode }, picture] = await Promise.all([runCli('graph', sound, '--out', pipe), readFile(pipe, 'utf8')]);
    expect([exitCode, picture.slice(0, 4), (await lstat(pipe)).isFIFO()]).toEqual([0, '<svg', true]);
  });
});

describe('check', () => {
  it('exits with 0 for a sound model', async () => {
    expect(await runCli('check', sound)).toMatchObject({ exitCode: 0, out: '' });
  });

  it('finds the MTU fault of the article’s lab at its two networks', async () => {
    const { exitCode, out } = await runCli('check', LAB);
    expect(exitCode).toBe(1);
    const faults = out.split('\n').filter((line) => line.includes(' error '));
    expect(faults).toHaveLength(2);
    for (const fault of faults) expect(fault).toMatch(/^examples\/article-lab\.ostopo:\d+:\d+: error OST\d{4}: .*1450.*1500/);
  });

  it('prints JSON whose places count from 1', async () => {
    const { out } = await runCli('check', LAB, '--format', 'json');
    const text = await readFile(LAB, 'utf8');
    const { schema, findings } = JSON.parse(out) as {
      schema: number;
      findings: { line: number; column: number; endColumn: number; severity: string }[];
    };
    expect(schema).toBe(1);
    const error = findings.find((finding) => finding.severity === 'error');
    expect(text.split('\n')[(error?.line ?? 0) - 1]?.slice((error?.column ?? 0) - 1, (error?.endColumn ?? 0) - 1)).toBe('1450');
  });

  it('prints SARIF with a rule for every result', async () => {
    const { out } = await runCli('check', LAB, '--format', 'sarif');
    const sarif = JSON.parse(out) as {
      version: string;
      runs: { tool: { driver: { rules: { id: string }[] } }; results: { ruleId: string; ruleIndex: number }[] }[];
    };
    expect(sarif.version).toBe('2.1.0');
    const [run] = sarif.runs;
    expect(run?.results.length).toBeGreaterThan(1);
    for (const result of run?.results ?? []) expect(run?.tool.driver.rules[result.ruleIndex]?.id).toBe(result.ruleId);
  });
});

describe('compile', () => {
  it('writes a folder a host, and writes it again over its own output', async () => {
    const out = path.join(folder, 'out');
    expect(await runCli('compile', sound, '--out', out)).toMatchObject({ exitCode: 0 });
    expect((await readdir(out)).sort()).toEqual(['hv-1', 'hv-2', 'manifest.json']);
    expect(await readdir(path.join(out, 'hv-1'))).toEqual(expect.arrayContaining(['setup.sh', 'teardown.sh', 'flows']));
    expect(await runCli('compile', sound, '--out', out)).toMatchObject({ exitCode: 0 });
  });

  it('leaves a directory alone that holds something else', async () => {
    const out = path.join(folder, 'precious');
    const { mkdir } = await import('node:fs/promises');
    await mkdir(out);
    await writeFile(path.join(out, 'thesis.txt'), 'ten years of work');
    const result = await runCli('compile', sound, '--out', out);
    expect(result.exitCode).toBe(2);
    expect(await readdir(out)).toEqual(['thesis.txt']);
    expect((await readdir(folder)).filter((name) => name.includes('.new'))).toEqual([]);
  });

  it.each(['manifest.json', 'notes.txt', 'hv-1/flows/mine.flows'])(
    'leaves its own output alone when somebody put %s there',
    async (name) => {
      const out = path.join(folder, `with-${path.basename(name)}`);
      await runCli('compile', sound, '--out', out);
      await writeFile(path.join(out, name), '{ "name": "mine" }');
      const { exitCode, err } = await runCli('compile', sound, '--out', out);
      expect(exitCode).toBe(2);
      expect(err).toContain(name);
      expect(err.trim().split('\n')).toHaveLength(1);
      expect(await readFile(path.join(out, name), 'utf8')).toBe('{ "name": "mine" }');
    },
  );

  it('writes nothing where an error leaves something out of the model, says why in one line, and exits with 1', async () => {
    const [file, out] = [path.join(folder, 'hole.ostopo'), path.join(folder, 'whole')];
    await runCli('compile', sound, '--out', out);
    const before = await readFile(path.join(out, 'manifest.json'), 'utf8');
    await writeFile(file, SOUND.replace('vm b on hv-2', 'vm b on hv-9'));
    const { exitCode, out: told, err } = await runCli('compile', file, '--out', out);
    expect([exitCode, told]).toEqual([1, '']);
    expect(err).toMatch(/^ostopo: .*whole is left as it is, for errors leave something out of the model: .*hole\.ostopo:8:11 OST1004.*\n$/);
    expect(await readFile(path.join(out, 'manifest.json'), 'utf8')).toBe(before);
    expect(await runCli('compile', file, '--out', path.join(folder, 'never'))).toMatchObject({ exitCode: 1 });
    expect(await readdir(folder)).not.toContain('never');
  });

  it('writes a model whose errors leave nothing out, and exits with 1', async () => {
    const out = path.join(folder, 'lab');
    const result = await runCli('compile', LAB, '--out', out);
    expect(result.exitCode).toBe(1);
    expect(await readdir(path.join(out, 'compute-0', 'flows'))).toEqual(['br-ex.flows', 'br-int.flows', 'br-tun.flows']);
  });
});

describe('trace and expect', () => {
  it('exits with 0 when the packet and its answer arrive', async () => {
    const { exitCode, out } = await runCli('trace', sound, 'red.a', 'red.b');
    expect(exitCode).toBe(0);
    expect(out).toContain('hv-2');
  });

  it('exits with 1 when it does not', async () => {
    expect((await runCli('trace', sound, 'red.a', '10.0.0.77')).exitCode).toBe(1);
  });

  it('decides the expectations of the article’s lab', async () => {
    const { exitCode, out } = await runCli('expect', LAB);
    expect(out).toContain('3 hold, 0 fail, 0 not decided');
    expect(exitCode).toBe(0);
  });

  it('fails an expectation that does not hold, in text, JSON and JUnit', async () => {
    const file = path.join(folder, 'wrong.ostopo');
    await writeFile(file, `${SOUND}expect "never, they say" red.a never reaches red.b with icmp\n`);
    const text = await runCli('expect', file);
    expect(text.exitCode).toBe(1);
    expect(text.out).toContain('1 hold, 1 fail, 0 not decided');
    const json = JSON.parse((await runCli('expect', file, '--format', 'json')).out) as {
      expectations: { verdict: string; label: string | null; witness: { from: string; to: string } | null }[];
    };
    expect(schemaFaults(JSON.parse(await readFile('docs/schemas/expect.json', 'utf8')), json)).toEqual([]);
    expect(json.expectations.map(({ verdict, witness }) => `${verdict} ${witness ? `${witness.from} ${witness.to}` : ''}`).sort()).toEqual([
      'fails red.a red.b',
      'holds ',
    ]);
    expect(json.expectations.map(({ verdict }) => verdict).sort()).toEqual(['fails', 'holds']);
    const junit = (await runCli('expect', file, '--format', 'junit')).out;
    expect(junit).toContain('tests="2" failures="1" errors="0" skipped="0"');
    expect(junit).toContain('name="never, they say"');
  });
});
