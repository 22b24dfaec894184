import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';

const reader = createOstopoReader();
const [lab = '', prod = ''] = [...readFileSync('docs/language.md', 'utf8').matchAll(/```ostopo\n([\s\S]*?)```/g)].map((match) => match[1]);

/** The codes of all findings, hints among them, but what is not modelled yet. */
function codesOf(text: string): readonly string[] {
  const { topology, findings } = reader.read(text);
  return analyse(topology, findings)
    .findings.map(({ code }) => code)
    .filter((code) => !code.startsWith('OST9'));
}

describe('the examples', () => {
  test("of the language's page have nothing wrong, and nothing unused", () => {
    expect(codesOf(lab)).toEqual([]);
    expect(codesOf(prod)).toEqual([]);
  });

  test("have the article's MTU fault and no other", () => {
    expect(codesOf(readFileSync('examples/article-lab.ostopo', 'utf8'))).toEqual(['OST3011', 'OST3011']);
    for (const name of ['prod', 'ha', 'distributed', 'distributed-ha', 'l2-population', 'single-host', 'two-tenants'])
      expect([name, ...codesOf(readFileSync(`examples/${name}.ostopo`, 'utf8'))]).toEqual([name]);
  });

  test("examples/prod.ostopo is the second one of the language's page", () => {
    expect(readFileSync('examples/prod.ostopo', 'utf8')).toMatch(new RegExp(`^//[^\\n]*\\n\\n${escape(prod)}$`));
  });
});

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
