import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { createComparison, elementId } from '#core/base';
import { type Answers, answersFrom, planDeployment, sameAnswers, watchAnswers } from '#core/plan';
import { parseOstopo } from '#language';

const text = readFileSync(path.resolve(import.meta.dirname, '../../examples/prod.ostopo'), 'utf8');
const all = answersFrom(planDeployment(parseOstopo(text).topology).deployment);
const questions = Object.keys(all) as (keyof Answers)[];
const ID = elementId('host', 'hv-1');

/** The same answers, except to one question about one element. */
function withOther(question: keyof Answers): Answers {
  const answer = (id: string) => (id === ID ? { other: true } : all[question](ID));
  return { ...all, [question]: answer };
}

describe('what was asked for a host', () => {
  it.each(questions)('counts: another answer to `%s` is noticed', (question) => {
    const { answers, asked } = watchAnswers(all);
    answers[question](ID);
    expect(sameAnswers(asked, all, all, createComparison())).toBe(true);
    expect(sameAnswers(asked, all, withOther(question), createComparison())).toBe(false);
  });

  it.each(questions)('is all that counts: another answer to `%s`, which was not asked, changes nothing', (question) => {
    const { answers, asked } = watchAnswers(all);
    for (const other of questions) if (other !== question) answers[other](ID);
    expect(sameAnswers(asked, all, withOther(question), createComparison())).toBe(true);
  });
});
