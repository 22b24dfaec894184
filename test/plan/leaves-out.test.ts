import { describe, expect, it } from 'vitest';
import { compileFabric } from '#core/compile';
import { writeHostScripts } from '#core/compile/script';
import { CATALOGUE, type FindingCode, leavesOut } from '#core/diagnostics';
import { analyse } from '#core/plan';
import { parseOstopo } from '#language';
import { wrongExample } from '../language/wrong-example.ts';
import { wrongModels } from '../rules/refused/index.ts';
import { missingFromPlan } from './missing-from-plan.ts';

const codes = (Object.keys(CATALOGUE) as FindingCode[]).filter((code) => CATALOGUE[code].severity === 'error');

/** Shown otherwise: what is written to files (below), models without any network host, thousands of networks (test/plan/local-vlans.test.ts), lock files. */
const ELSEWHERE: readonly FindingCode[] = ['OST2026', 'OST4002', 'OST4013', 'OST6001'];

describe('an error that leaves something out of the plan', () => {
  it.each(codes.filter((code) => !leavesOut(code)))('is not %s: its wrong models are planned whole', (code) => {
    for (const model of [wrongExample(code), ...wrongModels(code)]) expect([model, ...missingFromPlan(model)]).toEqual([model]);
  });

  it.each(codes.filter((code) => leavesOut(code) && !code.startsWith('OST1') && !ELSEWHERE.includes(code)))('is %s', (code) => {
    expect([wrongExample(code), ...wrongModels(code)].flatMap(missingFromPlan)).not.toEqual([]);
  });

  it('is one of the text, always', () => {
    expect(codes.filter((code) => code.startsWith('OST1') && !leavesOut(code))).toEqual([]);
  });

  it('is OST2026: no file has the name server of the other version', () => {
    const { topology, findings } = parseOstopo(`fabric f
host all { roles compute, network }
tenant t { network n { subnet s 10.0.0.0/24 { dns 10.0.0.5 }  subnet u 10.0.1.0/24 { dns fd00:1::5 } } }`);
    const { deployment, findings: all } = analyse(topology, findings);
    const scripts = [...writeHostScripts(compileFabric(deployment)).values()].join('\n');
    expect(all.map(({ code }) => code)).toContain('OST2026');
    expect(scripts).toContain('dns-server,10.0.0.5');
    expect(scripts).not.toContain('fd00:1::5');
    expect(leavesOut('OST2026')).toBe(true);
  });
});
