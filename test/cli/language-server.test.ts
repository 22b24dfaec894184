import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runCli } from '#test/run-cli';
import { type StdioServer, startStdioServer } from '#test/stdio-server';

const run = promisify(execFile);

let folder: string;
let server: StdioServer;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ostopo-lsp-'));
  // As it is shipped: bundled, and with no node_modules anywhere above it.
  await run(process.execPath, ['esbuild.mjs', '--only=dist/cli', `--root=${folder}`]);
  server = await startStdioServer(process.execPath, [path.join(folder, 'cli/main.mjs'), 'lsp', '--stdio', '--clientProcessId=1'], folder);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

it('says what it can do', () => {
  expect(server.capabilities).toMatchObject({
    hoverProvider: true,
    definitionProvider: true,
    documentSymbolProvider: expect.anything() as unknown,
  });
});

it('tells the findings of a document that is opened', async () => {
  const found = await server.diagnose('file:///model.ostopo', 'fabric f\nhost a { rolls compute }\n');
  expect(found.map(({ code, range, source }) => [code, range.start.line, source])).toContainEqual(['OST1003', 1, 'ostopo']);
  expect(await server.diagnose('file:///sound.ostopo', 'fabric f { firewall iptables-hybrid }\nhost a { roles compute }\n')).toEqual([]);
});

it('leads from each finding to its page, which lies beside the command line', async () => {
  const found = await server.diagnose('file:///linked.ostopo', 'fabric f\nhost a { rolls compute }\n');
  const page = found.find(({ code }) => code === 'OST1003')?.codeDescription?.href ?? '';
  expect(page).toMatch(/\/cli\/findings\/OST1003\.md$/);
  expect(await readFile(new URL(page), 'utf8')).toBe(await readFile('docs/findings/OST1003.md', 'utf8'));
});

it('ends when the editor says so', async () => {
  expect(await server.stop()).toBe(0);
});

it('stands beside the pages and templates that the other commands print', async () => {
  const bundled = (...argv: string[]) => run(process.execPath, [path.join(folder, 'cli/main.mjs'), ...argv], { cwd: folder });
  expect((await bundled('explain', 'OST3011')).stdout).toBe(await readFile('docs/findings/OST3011.md', 'utf8'));
  expect((await bundled('new', 'single-host')).stdout).toBe(await readFile('examples/single-host.ostopo', 'utf8'));
});

it('stands beside a command line that reads standard input', async () => {
  const piped = async (input: string, ...argv: string[]) => {
    const running = run(process.execPath, [path.join(folder, 'cli/main.mjs'), ...argv]);
    running.child.stdin?.end(input);
    return running.then(
      ({ stdout, stderr }) => [0, stdout, stderr],
      (error: unknown) => {
        const { code, stdout, stderr } = error as { code: number; stdout: string; stderr: string }; // execFile's
        return [code, stdout, stderr];
      },
    );
  };
  expect(await piped('host   a{roles compute}', 'format', '-')).toEqual([0, 'host a { roles compute }\n', '']);
  expect(await piped('host   a{roles compute}', 'format', '--check', '-')).toEqual([1, '<stdin>\n', expect.any(String)]);
  expect(await piped('host a { roles compute }', 'check', '--locked', '-')).toEqual([2, '', expect.any(String)]);
  expect(await piped('fabric f {}', 'check', '-')).toEqual([0, expect.any(String), expect.stringMatching(/^<stdin>: /)]);
});

it('needs to be told how to speak', async () => {
  expect(await runCli('lsp')).toMatchObject({
    exitCode: 2,
    err: 'ostopo: lsp speaks over standard input and output: write "ostopo lsp --stdio"\n',
  });
});
