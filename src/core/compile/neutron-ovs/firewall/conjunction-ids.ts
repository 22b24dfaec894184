import type { ElementId } from '#core/base';
import type { PlannedSecurityGroupRef, PlannedSecurityRule } from '#core/plan';

/** The first id on a fresh bridge, and the ids one allocation covers (neutron-dataplane 5.9). */
const FIRST_ID = 16;
const IDS_PER_BASE = 8;

/** Answers the base id of a group's rules with a remote group; equal questions get equal answers, new ones the next id. */
export type ConjunctionIds = (group: PlannedSecurityGroupRef, rule: PlannedSecurityRule, remoteGroup: ElementId) => number;

/** Numbers the conjunctions of a bridge in the order in which they are asked for. */
export function createConjunctionIds(): ConjunctionIds {
  const bases = new Map<string, number>();
  return (group, { direction, ethertype }, remoteGroup) => {
    const key = `${group.id} ${remoteGroup} ${direction} ${ethertype}`;
    const base = bases.get(key) ?? FIRST_ID + bases.size * IDS_PER_BASE;
    bases.set(key, base);
    return base;
  };
}

/** The id for rules of a detail (0..3) within a base; the next higher one is its twin for new connections. */
export function conjunctionOf(base: number, detail: number): number {
  return base + 2 * detail;
}

/** The detail a conjunction stands for: its priority rises with it. */
export function detailOfConjunction(id: number): number {
  return (id % IDS_PER_BASE) >> 1;
}
