import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE } from '#core/diagnostics';

/** The rows of the tables: what Neutron refuses, and what is said here. */
const rows = readFileSync('docs/neutron-refusals.md', 'utf8')
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Neutron refuses'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, refusal = '', here = '']) => ({ refusal, here }));

describe("what Neutron refuses is said by a code, or there is a reason why it isn't", () => {
  test('there are rows', () => {
    expect(rows.length).toBeGreaterThan(80);
  });

  test.each(rows)('$refusal', ({ here }) => {
    const codes = [...here.matchAll(/\[(OST\d{4})\]\(findings\/(OST\d{4})\.md\)/g)];
    const isReasoned = /^(cannot occur|looser): .{10,}/.test(here);
    expect(codes.length > 0 || isReasoned).toBe(true);
    for (const [, code = '', page = ''] of codes) {
      expect(Object.keys(CATALOGUE)).toContain(code);
      expect(page).toBe(code);
      expect(existsSync(`docs/findings/${code}.md`)).toBe(true);
    }
  });
});
