import type { Flow } from '#core/openflow';
import { type PipelineState, writeField } from './pipeline-state.ts';
import { type Bucket, type Subtable, type TableEntry, findBucket } from './subtable.ts';

/**
 * Finds the flow a frame meets, conjunctive matches included, as lib/classifier.c `classifier_lookup__` does: an ordinary flow wins over every flow of lower
 * priority; parts of conjunctive matches above it are put together from the highest priority down, and the first conjunction that has all its
 * dimensions is looked up as `conj_id`. Which of two complete ones of one priority is first, Open vSwitch leaves open.
 * `subtables` come from the highest priority down.
 */
export function classify(subtables: readonly Subtable[], state: PipelineState): Flow | undefined {
  let hard: TableEntry | undefined;
  let soft: SoftMatch[] | undefined;
  for (const subtable of subtables) {
    if (hard && hard.flow.priority >= subtable.highestPriority) break;
    const bucket = findBucket(subtable, state);
    const entry = bucket?.[0];
    if (!bucket || !entry || (hard && entry.flow.priority <= hard.flow.priority)) continue;
    if (!entry.conjunctions) hard = entry;
    else (soft ??= []).push({ bucket, at: 0 });
  }
  return soft ? classifySoftly(subtables, state, soft, hard) : hard?.flow;
}

/** A bucket that begins with parts of conjunctive matches; `at` is the one looked at. */
interface SoftMatch {
  readonly bucket: Bucket;
  readonly at: number;
}

function classifySoftly(
  subtables: readonly Subtable[],
  state: PipelineState,
  soft: readonly SoftMatch[],
  found: TableEntry | undefined,
): Flow | undefined {
  let hard = found;
  let left = above(soft, hard);
  while (left.length > 0) {
    const priority = Math.max(...left.map(priorityOf));
    const level = left.filter((match) => priorityOf(match) === priority);
    const id = findComplete(level);
    const flow = id === undefined ? undefined : classifyHard(subtables, writeField(state, 'conj_id', BigInt(id)));
    if (flow) return flow;
    // the same match may be there at a lower priority
    const next: SoftMatch[] = left.filter((match) => !level.includes(match));
    for (const { bucket, at } of level) {
      const lower = bucket[at + 1];
      if (!lower) continue;
      if (lower.conjunctions) next.push({ bucket, at: at + 1 });
      else if (!hard || lower.flow.priority > hard.flow.priority) hard = lower;
    }
    left = above(next, hard);
  }
  return hard?.flow;
}

function priorityOf({ bucket, at }: SoftMatch): number {
  return bucket[at]?.flow.priority ?? -1;
}

function above(matches: readonly SoftMatch[], hard: TableEntry | undefined): readonly SoftMatch[] {
  return hard ? matches.filter((match) => priorityOf(match) > hard.flow.priority) : matches;
}

/** The first conjunction all of whose dimensions are among the matches. */
function findComplete(matches: readonly SoftMatch[]): number | undefined {
  const missing = new Map<number, Set<number>>();
  for (const { bucket, at } of matches) {
    for (const { id, clause, clauses } of bucket[at]?.conjunctions ?? []) {
      const open = missing.get(id) ?? new Set(Array.from({ length: clauses }, (_, i) => i + 1));
      missing.set(id, open);
      open.delete(clause);
      if (open.size === 0) return id;
    }
  }
  return undefined;
}

/** As `classify`, but parts of conjunctive matches do not count, and neither does what stands below them in their bucket. */
function classifyHard(subtables: readonly Subtable[], state: PipelineState): Flow | undefined {
  let best: TableEntry | undefined;
  for (const subtable of subtables) {
    if (best && best.flow.priority >= subtable.highestPriority) break;
    const entry = findBucket(subtable, state)?.[0];
    if (entry && !entry.conjunctions && (!best || entry.flow.priority > best.flow.priority)) best = entry;
  }
  return best?.flow;
}
