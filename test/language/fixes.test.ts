import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type Finding, type FindingCode } from '#core/diagnostics';
import { FIXABLE_CODES, findFixes, fixTogether } from '#language';
import { applyChanges, examine } from './apply-fix.ts';

/** Codes whose cure only a person knows: what was meant, which file, which of two networks. */
const WITHOUT_FIX: readonly FindingCode[] = ['OST1001', 'OST1009', 'OST1011', 'OST1015', 'OST2020', 'OST2021', 'OST4013', 'OST5004'];

/** Where the page's example is of the kind only a person can cure. */
const EXAMPLES: Partial<Record<FindingCode, string>> = {
  OST1002: 'fabric lab { firewall non }\n',
  OST2019: `fabric lab { firewall none }
host net-a { roles network, compute }
tenant demo {
  network app { subnet app-v4 10.0.1.0/24 }
  network db { subnet db-v4 10.0.2.0/24 }
  router edge { interface app-v4  route 10.9.0.0/16 via 10.0.2.7 }
}
`,
};

function wrongExample(code: FindingCode): string {
  const own = EXAMPLES[code];
  if (own !== undefined) return own;
  const page = readFileSync(`docs/findings/${code}.md`, 'utf8');
  return /## Wrong\s+```ostopo\n([\s\S]*?)```/.exec(page)?.[1] ?? '';
}

const errorKeys = (findings: readonly Finding[]) =>
  findings.filter(({ severity }) => severity === 'error').map(({ code, element }) => `${code} ${element ?? ''}`);

it('knows no cure where only a person knows what was meant', () => {
  expect(WITHOUT_FIX.filter((code) => FIXABLE_CODES.has(code))).toEqual([]);
});

describe.each([...FIXABLE_CODES])('%s', (code) => {
  const text = wrongExample(code);
  const { findings, context } = examine(text);
  const finding = findings.find((candidate) => candidate.code === code);
  const fixes = finding ? findFixes(finding, context) : [];

  it('has a cure in its example', () => {
    expect(finding).toBeDefined();
    expect(fixes).not.toEqual([]);
  });

  it.each(fixes.map((fix) => [fix.title, fix] as const))('is cured by “%s”, and nothing new is wrong', (_, { changes }) => {
    const cured = applyChanges(text, changes);
    const after = examine(cured).findings;
    const count = (list: readonly Finding[]) => list.filter((candidate) => candidate.code === code).length;
    expect(count(after), cured).toBeLessThan(count(findings));
    expect(
      errorKeys(after).filter((key) => !errorKeys(findings).includes(key)),
      cured,
    ).toEqual([]);
  });

  it('has at most one obvious cure', () => {
    expect(fixes.filter(({ isPreferred }) => isPreferred).length).toBeLessThan(2);
  });
});

it('cures all findings of a code at once', () => {
  const text = wrongExample('OST3001').replace(/\}\s*$/, '  network third { vni 22 }\n  network fourth { vni 22 }\n}\n');
  const { findings, context } = examine(text);
  const repeats = findings.filter(({ code }) => code === 'OST3001');
  const cured = applyChanges(text, fixTogether(repeats, context) ?? []);
  expect(repeats.length).toBeGreaterThan(1);
  expect(examine(cured).findings.filter(({ code }) => code === 'OST3001')).toEqual([]);
});
