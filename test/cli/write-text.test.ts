import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTextWriter } from '#cli';

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'ostopo-text-'));
});

afterAll(() => rm(folder, { recursive: true, force: true }));

const LARGE = 'µ-segment €\n'.repeat(300_000); // more bytes than are written at once

it.each([
  ['no piece', []],
  ['short pieces', ['a', '', 'b\n']],
  ['pieces of several bytes a character, one larger than what is written at once', ['ä'.repeat(400_000), LARGE, '𝄞']],
])('writes %s as UTF-8 and measures it, whatever was there before', async (_, pieces) => {
  const file = path.join(folder, 'deep', 'file.flows');
  const write = createTextWriter();
  for (const before of ['', LARGE]) {
    write(file, [before]);
    const measured = write(file, pieces);
    const bytes = Buffer.from(pieces.join(''));
    expect((await readFile(file)).equals(bytes)).toBe(true);
    expect(measured).toEqual({ bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
});

it('leaves nothing of an earlier file behind what it could write', async () => {
  const file = path.join(folder, 'cut.sh');
  await writeFile(file, LARGE);
  function* pieces() {
    yield 'begun';
    throw new Error('no more');
  }
  expect(() => createTextWriter()(file, pieces())).toThrow('no more');
  expect(await readFile(file, 'utf8')).toBe('');
});

it('makes scripts executable', async () => {
  createTextWriter()(path.join(folder, 'setup.sh'), ['#!/bin/sh\n']);
  expect((await stat(path.join(folder, 'setup.sh'))).mode & 0o111).toBe(0o111);
});
