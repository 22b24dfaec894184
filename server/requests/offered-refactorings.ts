import type { OfferedRefactoringsAnswer, OfferedRefactoringsParams } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';
import { offerRefactorings } from '../refactorings/offer-refactorings.ts';

/** The refactorings of what a selection touches. */
export function answerOfferedRefactorings(analysis: Analysis, { uri, range }: OfferedRefactoringsParams): OfferedRefactoringsAnswer {
  const document = analysis.lowered.documents.find((part) => part.uri.toString() === uri);
  if (!document) return { offers: [] };
  const offers = offerRefactorings(analysis, document, { start: { ...range.start }, end: { ...range.end } });
  return { offers: offers.map(({ title, call }) => ({ title, call })) };
}
