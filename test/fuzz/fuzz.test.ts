import { availableParallelism } from 'node:os';
import { describe, expect, it } from 'vitest';
import { createFuzzTexts } from './texts.ts';
import { type FuzzFailure, runFuzz } from './run-fuzz.ts';
import { shrinkText } from './shrink-text.ts';

/** The same cases in every run: a failure is the change's. `npm run fuzz` looks at others. */
const RUN = { seed: 1, start: 0, end: 20_000, threads: Math.min(4, availableParallelism()) };

describe('whatever the text', () => {
  it(
    'it is read, checked, compiled, drawn, traced, formatted and printed without a fault, each within two seconds',
    { timeout: 600_000 },
    async () => {
      const failures: FuzzFailure[] = [];
      await runFuzz(RUN, (failure) => failures.push(failure));
      expect(failures).toEqual([]);
    },
  );

  it('has many shapes: every second can be read in part, and few are the same', () => {
    const textOf = createFuzzTexts(2);
    const texts = Array.from({ length: 500 }, (_, i) => textOf(i));
    expect(new Set(texts).size).toBeGreaterThan(450);
    expect(texts.filter((text) => /host|tenant|fabric/.test(text)).length).toBeGreaterThan(250);
    expect(texts.filter((text) => text.includes('\r\n')).length).toBeGreaterThan(10);
    expect(texts.filter((text) => text.startsWith('\ufeff')).length).toBeGreaterThan(10);
    expect(texts.filter((text) => !text.isWellFormed()).length).toBeGreaterThan(3);
  });

  it('is the same for the same seed and number, and another for another', () => {
    expect(createFuzzTexts(7)(123)).toBe(createFuzzTexts(7)(123));
    expect(createFuzzTexts(7)(123)).not.toBe(createFuzzTexts(8)(123));
  });
});

describe('a case that fails', () => {
  it('is made smaller as long as it fails', async () => {
    const text = 'host a\n'.repeat(20) + 'tenant b { vm c }\n' + 'host d\n'.repeat(20);
    expect(await shrinkText(text, (smaller) => Promise.resolve(/v.* c/.test(smaller)))).toMatch(/^v.* c$/);
  });
});
