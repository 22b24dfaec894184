import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { CATALOGUE, type Finding, type FindingCode, parseFindingCode } from '#core/diagnostics';
import { analyse } from '#core/plan';
import { createOstopoReader } from '#language';
import { REFUSED_MODELS } from './refused/index.ts';
import { side } from './refused/refused-models.ts';

const reader = createOstopoReader();

const page = readFileSync('docs/neutron-refusals.md', 'utf8');
const [refused = ''] = page.split('## What only ostopo says');

/** The rows of the tables: what Neutron refuses, and what is said here. */
const rows = refused
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Neutron refuses'))
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([, refusal = '', here = '']) => ({ refusal, here }));

/** The findings of a text; hints, and what is not modelled yet, are no faults. */
function faultsOf(text: string): readonly Finding[] {
  const { topology, findings } = reader.read(text);
  return analyse(topology, findings).findings.filter(({ code, severity }) => !code.startsWith('OST9') && severity !== 'hint');
}

/** The codes of the findings, each once. */
function codesOf(text: string): readonly string[] {
  return [...new Set(faultsOf(text).map(({ code }) => code))];
}

function codesNamed(here: string): readonly FindingCode[] {
  return [...here.matchAll(/\[(OST\d{4})\]\(findings\/\1\.md\)/g)].flatMap(([, text = '']) => parseFindingCode(text) ?? []);
}

describe("what Neutron refuses is said by a code, or there is a reason why it isn't", () => {
  test('there are rows, each once, and a proof for each and no other', () => {
    expect(rows.length).toBeGreaterThan(80);
    const provable = rows.filter(({ here }) => !here.startsWith('cannot occur: ')).map(({ refusal }) => refusal);
    expect(Object.keys(REFUSED_MODELS).sort()).toEqual([...provable].sort());
  });

  test('no other error or warning of what is modelled is left out of the page', () => {
    const named = new Set(codesNamed(page));
    const others = Object.entries(CATALOGUE).filter(([code, { severity }]) => /^OST[2-5]/.test(code) && severity !== 'hint');
    expect(others.map(([code]) => code).filter((code) => !named.has(code as FindingCode))).toEqual([]); // a key of CATALOGUE
  });

  describe.each(rows)('$refusal', ({ refusal, here }) => {
    const codes = codesNamed(here);
    const proof = REFUSED_MODELS[refusal] ?? {};

    test('names codes that there are, or a reason', () => {
      expect(codes.length > 0 || /^(cannot occur|looser): .{10,}/.test(here)).toBe(true);
      expect(codes).toHaveLength(here.match(/\[OST/g)?.length ?? 0);
      for (const code of codes) expect(existsSync(`docs/findings/${code}.md`)).toBe(true);
    });

    test('says of what is no error that it is a warning, and of nothing else', () => {
      expect(/\bwarn(ing|s)\b/.test(here)).toBe(codes.some((code) => CATALOGUE[code].severity !== 'error'));
    });

    test('has a model for each code', () => {
      expect(
        Object.keys(proof)
          .filter((key) => key !== 'accepted')
          .sort(),
      ).toEqual([...codes].sort());
      for (const models of Object.values(proof)) expect(models.length).toBeGreaterThan(0);
      if (here.startsWith('looser: ')) expect(proof.accepted).toBeDefined();
    });

    test.each(proof.accepted ?? [])('is accepted', (model) => {
      expect(codesOf(model).join(' '), model).toBe('');
    });

    const proofs = codes.flatMap((code) => (proof[code] ?? []).map((model, i) => ({ code, nth: i + 1, model })));
    test.each(proofs)('$code by model $nth, and not by its twin', ({ code, model }) => {
      const [wrong, right] = [side(model, 'wrong'), side(model, 'right')];
      expect(codesOf(wrong).join(' '), wrong).toBe(code);
      if (here.startsWith(`[${code}](findings/${code}.md), at both places`)) expect(faultsOf(wrong)).toHaveLength(2);
      expect(codesOf(right).join(' '), right).toBe('');
    });
  });
});
