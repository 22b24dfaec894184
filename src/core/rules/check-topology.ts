import type { Finding } from '#core/diagnostics';
import { type Topology, relate } from '#core/model';
import { ALL_RULES } from './all-rules.ts';

/** Applies every rule to a topology. The findings come rule by rule. */
export function checkTopology(topology: Topology): readonly Finding[] {
  const relations = relate(topology);
  return ALL_RULES.flatMap((rule) => [...rule(relations)]);
}
