import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { chooseDesktopVscode } from '#scripts';

const folder = mkdtempSync(path.join(tmpdir(), 'ostopo-vscode-'));
const code = path.join(folder, 'bin/code');
mkdirSync(path.dirname(code));
writeFileSync(code, '#!/bin/sh\n');
chmodSync(code, 0o755);
afterAll(() => {
  rmSync(folder, { recursive: true });
});

const empty = path.join(folder, 'empty');
const withCode = [empty, path.dirname(code)].join(path.delimiter);
const choose = (env: Record<string, string>, isRoot = false) => chooseDesktopVscode({ PATH: empty, ...env }, isRoot);

test('the VS Code that is named counts before the one on the path', () => {
  expect(choose({ VSCODE_EXECUTABLE: code, PATH: withCode }, true)).toEqual({ kind: 'executable', path: code });
  expect(choose({ VSCODE_EXECUTABLE: '/no/such/code', PATH: withCode })).toEqual({ kind: 'missing', path: '/no/such/code' });
  expect(choose({ VSCODE_EXECUTABLE: 'code-server', PATH: withCode })).toEqual({ kind: 'stand-in' });
});

test('the one on the path is found, but not by root, for whom it does not start', () => {
  expect(choose({ PATH: withCode })).toEqual({ kind: 'executable', path: code });
  expect(choose({ VSCODE_EXECUTABLE: '', PATH: withCode })).toEqual({ kind: 'executable', path: code });
  expect(choose({ PATH: withCode }, true)).toEqual({ kind: 'stand-in' });
});

test('one is downloaded only when that is asked for, and never in CI', () => {
  expect(choose({})).toEqual({ kind: 'stand-in' });
  expect(choose({ OSTOPO_DOWNLOAD_VSCODE: '1' })).toEqual({ kind: 'download' });
  expect(choose({ OSTOPO_DOWNLOAD_VSCODE: '1', PATH: withCode })).toEqual({ kind: 'executable', path: code });
  expect(choose({ OSTOPO_DOWNLOAD_VSCODE: '1', CI: 'true' })).toEqual({ kind: 'stand-in' });
});
