import { type Action, type FieldMatch, type Flow, orderMatch, printMatch } from '#core/openflow';
import type { RandomSource } from './random-source.ts';

/** What a conjunctive match is made of. */
export interface ConjunctionScene {
  readonly table: number;
  readonly id: number;
  /** A priority no other flow of the table has. */
  readonly takePriority: () => number;
  readonly actionsFor: (priority: number, match: readonly FieldMatch[]) => readonly Action[];
  /** A match that frames may meet. */
  readonly nextMatch: () => readonly FieldMatch[];
}

/**
 * Flows of one conjunctive match: two or three dimensions with one to three flows each, the flow for its `conj_id`, and at times an ordinary flow of another
 * priority that a part hides. One dimension matches everything at times, so that matches complete often enough.
 */
export function conjunctiveFlows(scene: ConjunctionScene, random: RandomSource): readonly Flow[] {
  const { table, id, takePriority, actionsFor, nextMatch } = scene;
  const priority = takePriority();
  const clauses = 2 + random.below(2);
  const parts = new Map<string, Flow>();
  for (let clause = 1; clause <= clauses; clause++) {
    for (let count = 1 + random.below(3); count > 0; count--) {
      const match = random.chance(0.3) ? nextMatch().slice(0, 1) : nextMatch();
      const key = printMatch(match);
      // the same match twice would be one flow in two dimensions, which has no meaning
      if (!parts.has(key)) parts.set(key, { table, priority, match, actions: [{ kind: 'conjunction', id, clause, clauses }] });
    }
  }
  const conjId: FieldMatch = { field: 'conj_id', value: BigInt(id), mask: undefined };
  const own = random.chance(0.5) ? priority : takePriority();
  const match = orderMatch([conjId, ...(random.chance(0.3) ? nextMatch() : [])]);
  const complete: Flow = { table, priority: own, match, actions: actionsFor(own, match) };
  const hidden = [...parts.values()].slice(0, random.below(2)).map((part): Flow => {
    const lower = takePriority();
    return { ...part, priority: lower, actions: actionsFor(lower, part.match) };
  });
  return [...parts.values(), complete, ...hidden];
}
