import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { runCli } from '#test/run-cli';

/** The blocks of a section of README.md, as they are printed there. */
function blocksOf(section: string): readonly string[] {
  const readme = readFileSync('README.md', 'utf8');
  const text = readme.slice(readme.indexOf(`## ${section}\n`)).split(/\n(?=## )/)[0] ?? '';
  return [...text.matchAll(/^```\n([\s\S]*?)^```$/gm)].map(([, block]) => block ?? '');
}

describe('README.md', () => {
  it('shows what its trace command prints', async () => {
    const [block = ''] = blocksOf('A trace');
    const [, command = '', shown] = /^\$ npx ostopo (.*)\n([\s\S]*)$/.exec(block) ?? [];
    expect(await runCli(...command.split(' '))).toMatchObject({ exitCode: 0, out: shown });
  });

  it('shows what check says of its model', async () => {
    const [model = '', shown = ''] = blocksOf('A model');
    const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-readme-'));
    const file = path.join(folder, 'lab.ostopo');
    writeFileSync(file, model);
    const { out } = await runCli('check', file);
    rmSync(folder, { recursive: true });
    expect(out.replaceAll(file, 'lab.ostopo')).toContain(shown.trim().replaceAll('\n', ' '));
  });

  it('shows a model whose packet arrives', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-readme-'));
    const file = path.join(folder, 'lab.ostopo');
    writeFileSync(file, blocksOf('A model')[0] ?? '');
    expect(await runCli('expect', file)).toMatchObject({ exitCode: 0, out: expect.stringContaining('1 hold, 0 fail') as string });
    rmSync(folder, { recursive: true });
  });
});
