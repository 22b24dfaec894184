import type { SelectedRulesAnswer, SelectedRulesParams } from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';
import { selectedRules } from '../features/refactor-actions.ts';

/** The rules of one group that a selection touches; nothing can be made of all of them, or of rules of several groups. */
export function answerSelectedRules(analysis: Analysis, { uri, range }: SelectedRulesParams): SelectedRulesAnswer {
  const document = analysis.lowered.documents.find((part) => part.uri.toString() === uri);
  const selected = document && selectedRules(analysis, document, { start: { ...range.start }, end: { ...range.end } });
  if (!selected) return { kind: 'refused', message: 'Select some of the rules of one security group first, not all of them.' };
  return { kind: 'rules', group: selected.group, rules: selected.rules };
}
