import { describe, expect, it } from 'vitest';
import type { Finding, FindingCode } from '#core/diagnostics';
import { FIXABLE_CODES, findFixes } from '#language';
import { MAIN, PART, applyToFiles, countOf, examineFiles, newErrors } from './apply-fix.ts';
import { wrongExample } from './wrong-example.ts';

type Files = Readonly<Record<string, string>>;

/** How the examples of the findings' pages may also be written. */
const WAYS: Readonly<Record<string, (text: string) => Files>> = {
  'with CRLF': (text) => ({ [MAIN]: text.replaceAll('\n', '\r\n') }),
  'without a line break at the end': (text) => ({ [MAIN]: text.trimEnd() }),
  'in an imported file': (text) => ({ [MAIN]: 'import "part.ostopo"\n', [PART]: text }),
  'with hosts in an imported file': (text) => ({
    [MAIN]: `import "part.ostopo"\n${text.replaceAll(/^(fabric|host) .*\n/gm, '')}`,
    [PART]: (text.match(/^(fabric|host) .*\n/gm) ?? []).join(''),
  }),
};

/** A page's example has a network twice: without the first, the second is the one that is not used. */
const NEXT_ONE_SHOWS: readonly FindingCode[] = ['OST4031'];

describe.each(Object.keys(WAYS))('an example %s', (way) => {
  it.each([...FIXABLE_CODES])('of %s is cured where it stands', (code) => {
    const files = WAYS[way]?.(wrongExample(code)) ?? {};
    const { findings, context } = examineFiles(files);
    for (const finding of findings.filter((candidate) => FIXABLE_CODES.has(candidate.code))) {
      for (const { title, changes } of findFixes(finding, context)) {
        const cured = applyToFiles(files, changes);
        const after = examineFiles(cured).findings;
        const said = `${title}\n${Object.values(cured).join('\n')}`;
        if (!NEXT_ONE_SHOWS.includes(finding.code))
          expect(countOf(after, finding.code), said).toBeLessThan(countOf(findings, finding.code));
        expect(newErrors(findings, after), said).toEqual([]);
        if (way === 'with CRLF') expect(Object.values(cured).join(''), said).not.toMatch(/(?<!\r)\n/);
      }
    }
  });
});

/** A word that is mended may want the next one. */
const unreadable = (findings: readonly Finding[]) => countOf(findings, 'OST1001') + countOf(findings, 'OST1003');

it.each([...FIXABLE_CODES])('makes a half-typed text of %s no harder to read', (code) => {
  const text = wrongExample(code);
  for (const { index } of text.matchAll(/(?<=\S)\s/g)) {
    const files = { [MAIN]: text.slice(0, index) };
    const { findings, context } = examineFiles(files);
    for (const finding of findings.filter((candidate) => FIXABLE_CODES.has(candidate.code))) {
      for (const { title, changes } of findFixes(finding, context)) {
        const cured = applyToFiles(files, changes);
        const after = examineFiles(cured).findings;
        expect(
          unreadable(after),
          `${title}
${cured[MAIN] ?? ''}`,
        ).toBeLessThanOrEqual(unreadable(findings));
      }
    }
  }
});

it('leaves alone what is written once for several', () => {
  const text = `fabric lab { firewall none }
host all { roles compute, network }
tenant demo-[1..2] { network app-[1..2] { vni 7  subnet app-[1..2] 10.0.1.0/24 { gateway 10.0.9.1 } } }
`;
  const { findings, context } = examineFiles({ [MAIN]: text });
  const fixes = findings.filter(({ code }) => code === 'OST2005' || code === 'OST3001').flatMap((finding) => findFixes(finding, context));
  expect(findings.map(({ code }) => code)).toContain('OST2005');
  expect(fixes).toEqual([]);
});
