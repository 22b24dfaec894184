import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };

/** A build that takes no time: what it makes prints its arguments. */
const BUILD = `
import { mkdirSync, writeFileSync } from 'node:fs';
console.log('built');
mkdirSync('dist/cli', { recursive: true });
writeFileSync('dist/cli/main.mjs', 'console.log(process.argv.slice(2).join(" ")); process.exitCode = 1;');
`;

let clone: string;
const ostopo = (...argv: string[]) => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [path.join(clone, manifest.bin.ostopo), ...argv], {
    encoding: 'utf8',
    cwd: tmpdir(),
  });
  return { status, stdout, stderr };
};

beforeEach(() => {
  clone = mkdtempSync(path.join(tmpdir(), 'ostopo-clone-'));
  mkdirSync(path.join(clone, 'scripts'));
  cpSync('scripts/ostopo.mjs', path.join(clone, 'scripts/ostopo.mjs'));
});

afterEach(() => {
  rmSync(clone, { recursive: true });
});

it('a fresh clone builds the command line when it is first called, without a word on stdout', () => {
  writeFileSync(path.join(clone, 'esbuild.mjs'), BUILD);
  const first = ostopo('check', 'a b');
  expect([first.status, first.stdout]).toEqual([1, 'check a b\n']);
  expect(first.stderr).toContain('built');
  expect(ostopo('plan')).toEqual({ status: 1, stdout: 'plan\n', stderr: '' });
});

it('a clone that cannot be built says what to run', () => {
  writeFileSync(path.join(clone, 'esbuild.mjs'), 'process.exit(1);');
  const { status, stdout, stderr } = ostopo('check');
  expect([status, stdout]).toEqual([3, '']);
  expect(stderr).toContain('npm ci');
});
