// Whatever is wrong with a text, what an editor is offered to do about it helps.
import { describe, expect, it } from 'vitest';
import type { Finding, FindingCode } from '#core/diagnostics';
import {
  FIXABLE_CODES,
  type Fix,
  type Refactoring,
  evacuateHost,
  findFixes,
  fixTogether,
  pinDerivedValues,
  renumberSubnet,
  splitSubnet,
} from '#language';
import { createRandom, exampleTexts, withRandomEdit, withWordReplaced } from '#test/random-text';
import { applyChanges, countOf, examine } from '../language/apply-fix.ts';
import { analysed, given, textAfter } from '../refactor/refactor.ts';
import { documentedTexts } from './texts.ts';

const RUNS = Number(process.env.OSTOPO_EDIT_RUNS ?? 300);
const SEED = Number(process.env.OSTOPO_EDIT_SEED ?? 1);

/** Texts of the documentation and small examples with a few words or characters changed. */
function mutilated(index: number): string {
  const random = createRandom(SEED * 1_000_003 + index);
  const [first = '', ...others] = [...documentedTexts(), ...exampleTexts().filter((text) => text.length < 4000)];
  let text = random.pick([first, ...others]);
  for (let i = 0; i <= random.below(4); i++) text = (random.below(4) === 0 ? withRandomEdit : withWordReplaced)(text, random);
  return text.replaceAll(/(\.\.\d\d)\d+\]/g, '$1]');
}

/** What cannot be read, and what is not understood. */
const unreadable = (findings: readonly Finding[]) => countOf(findings, 'OST1001') + countOf(findings, 'OST1003');

/** A block whose name cannot count is left out: with another name, what is in it is read. */
const SHOWS_MORE: readonly FindingCode[] = ['OST1005', 'OST1006'];

/** A misspelt value is told alone: what cannot be read behind it counts as its echo (without-echoes.ts), until the value is right. */
const hasEchoes = ({ code, data }: Finding) => code === 'OST1002' && data.nearest !== undefined;

/** Findings that say the same of the same thing. */
const alike = (findings: readonly Finding[], { code, element, message }: Finding) =>
  findings.filter((other) => other.code === code && other.element === element && other.message === message);

/** Whether there are as many as before that say the same, and one where this one was. */
function isLeft(finding: Finding, before: readonly Finding[], after: readonly Finding[]): boolean {
  const left = alike(after, finding);
  const { line, character } = finding.place.start;
  return (
    left.length >= alike(before, finding).length &&
    left.some(({ place: { start } }) => start.line === line && start.character === character)
  );
}

function faultOf(text: string, finding: Finding, before: readonly Finding[], { title, changes, isPreferred }: Fix): string | undefined {
  const after = examine(applyChanges(text, changes)).findings;
  const said = `${finding.code} “${title}”`;
  if (!SHOWS_MORE.includes(finding.code) && !hasEchoes(finding) && unreadable(after) > unreadable(before))
    return `${said} makes the text harder to read`;
  return isPreferred && isLeft(finding, before, after) ? `${said} is preferred and leaves what it is for` : undefined;
}

describe('whatever is wrong with a text', () => {
  it(`a quick fix leaves it as easy to read, and the obvious one takes its finding away`, { timeout: 600_000 }, () => {
    const [faults, tried] = [new Map<string, string>(), new Set<string>()];
    for (let i = 0; i < RUNS; i++) {
      const text = mutilated(i);
      const { findings, context } = examine(text);
      for (const finding of findings.filter(({ code }) => FIXABLE_CODES.has(code)))
        for (const fix of findFixes(finding, context)) {
          tried.add(finding.code);
          const fault = faultOf(text, finding, findings, fix);
          if (fault !== undefined) faults.set(fault, `${text}\n====\n${applyChanges(text, fix.changes)}`);
        }
    }
    expect(Object.fromEntries(faults)).toEqual({});
    expect(tried.size).toBeGreaterThan(40);
  });

  it('curing all findings of a code at once leaves fewer of them', { timeout: 600_000 }, () => {
    const faults: Record<string, string> = {};
    for (let i = 0; i < RUNS; i++) {
      const text = mutilated(i);
      const { findings, context } = examine(text);
      for (const code of new Set(findings.map((finding) => finding.code))) {
        const changes = fixTogether(
          findings.filter((finding) => finding.code === code),
          context,
        );
        if (!changes) continue;
        const cured = applyChanges(text, changes);
        const after = examine(cured).findings;
        const isHarder = !SHOWS_MORE.includes(code) && unreadable(after) > unreadable(findings);
        if (isHarder || countOf(after, code) >= countOf(findings, code)) faults[code] = `${text}\n====\n${cured}`;
      }
    }
    expect(faults).toEqual({});
  });

  it('a refactoring is refused, or leaves it as easy to read and without a further error', { timeout: 600_000 }, () => {
    const faults: Record<string, string> = {};
    let done = 0;
    for (let i = 0; i < RUNS / 4; i++) {
      const text = mutilated(i);
      const before = analysed(text);
      const { topology } = before.model;
      const [host, other] = topology.hosts.map(({ name }) => name);
      const input = given(text);
      const refactorings: readonly (readonly [string, Refactoring])[] = [
        ['pin', pinDerivedValues(input, before.deployment)],
        ['evacuate', evacuateHost(input, host ?? '', other ?? '')],
        ...topology.subnets
          .slice(0, 2)
          .flatMap(({ id, name }) => [
            ['split', splitSubnet(input, id, `${name}-upper`)] as const,
            ['renumber', renumberSubnet(input, id, '10.77.0.0/24')] as const,
          ]),
      ];
      for (const [kind, refactoring] of refactorings) {
        if (refactoring.kind === 'refused') continue;
        done += 1;
        const changed = textAfter(input, refactoring);
        const after = analysed(changed);
        if (unreadable(after.findings) > unreadable(before.findings) || countErrors(after.findings) > countErrors(before.findings))
          faults[`${kind} ${String(i)}`] = `${text}\n====\n${changed}`;
      }
    }
    expect(faults).toEqual({});
    expect(done).toBeGreaterThan(RUNS / 8);
  });
});

function countErrors(findings: readonly Finding[]): number {
  return findings.filter(({ severity }) => severity === 'error').length;
}
