import type { ElementId } from '#core/base';
import type { Answers } from './surroundings.ts';

/** What was asked about the surroundings of a host, by question: plain data, which threads can hand over. */
export type Asked = ReadonlyMap<keyof Answers, ReadonlySet<ElementId>>;

/** The same answers, and what they are asked from now on: as long as the answers to that are the same, so is all that was made from them. */
export function watchAnswers(answers: Answers): { readonly answers: Answers; readonly asked: Asked } {
  const asked = new Map<keyof Answers, Set<ElementId>>();
  const watched = questionsOf(answers).map((question) => {
    const ids = new Set<ElementId>();
    asked.set(question, ids);
    const answer = (id: ElementId) => {
      ids.add(id);
      return answers[question](id);
    };
    return [question, answer] as const;
  });
  return { answers: Object.fromEntries(watched) as unknown as Answers, asked }; // every question has its own answer again
}

/** Whether everything that was asked has the same answer from two deployments. */
export function sameAnswers(asked: Asked, one: Answers, other: Answers, same: (a: unknown, b: unknown) => boolean): boolean {
  return [...asked].every(([question, ids]) => [...ids].every((id) => same(one[question](id), other[question](id))));
}

function questionsOf(answers: Answers): (keyof Answers)[] {
  return Object.keys(answers) as (keyof Answers)[]; // nothing else is in it
}
