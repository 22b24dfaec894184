import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PIPELINE } from '#core/compile';

describe('the pipeline', () => {
  it('is drawn with every table, and with every way between tables once', () => {
    const page = readFileSync(new URL('../../docs/pipeline.md', import.meta.url), 'utf8');
    const charts = [...page.matchAll(/```mermaid\n([^`]*)```/g)].map(([, chart = '']) => chart.split('\n'));
    expect(charts).toHaveLength(4);
    (['integration', 'tunnel', 'physical', 'trunk'] as const).forEach((bridge, i) => {
      const tables = PIPELINE.filter((table) => table.bridge === bridge);
      const chart = charts[i] ?? [];
      for (const { number, name, next } of tables) {
        expect(chart).toContain(`  t${number}["${number}<br>${name}"]`);
        for (const to of next) expect(chart.filter((line) => line === `  t${number} --> t${to}`)).toHaveLength(1);
      }
    });
  });

  it('has a chapter for each table, in docs/pipeline.md, which npm run generate writes', () => {
    const page = readFileSync(new URL('../../docs/pipeline.md', import.meta.url), 'utf8');
    for (const { number, name, purpose } of PIPELINE) expect(page).toContain(`### Table ${number}, ${name}\n\n${purpose}\n`);
    expect(page).toContain('vm-2 receives the ping');
  });

  it('has each table once', () => {
    const numbers = PIPELINE.map(({ bridge, number }) => `${bridge} ${number}`);
    expect(new Set(numbers).size).toBe(numbers.length);
  });
});
