import { describe, expect, it } from 'vitest';
import { PIPELINE, printPipeline } from '#core/compile';

describe('the pipeline', () => {
  it('is what docs/pipeline.md says; `npx vitest run test/compile/pipeline.test.ts -u` writes it anew', async () => {
    await expect(printPipeline()).toMatchFileSnapshot('../../docs/pipeline.md');
  });

  it('has each table once', () => {
    const numbers = PIPELINE.map(({ bridge, number }) => `${bridge} ${number}`);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
