import type { Action, FieldName, Flow } from '#core/openflow';
import { type PipelineState, readField } from './pipeline-state.ts';

/** The flows of a table that match the same fields under the same masks (lib/classifier.c `cls_subtable`). */
export interface Subtable {
  readonly fields: readonly { readonly field: FieldName; /** `undefined`: every bit. */ readonly mask: bigint | undefined }[];
  readonly root: Branch;
  highestPriority: number;
}

/** Flows with one and the same match, from high to low priority. */
export type Bucket = readonly TableEntry[];

/** A flow as the table holds it; `conjunctions` are there when it is only part of conjunctive matches. */
export interface TableEntry {
  readonly flow: Flow;
  readonly conjunctions: readonly Conjunction[] | undefined;
}

/** One dimension of a conjunctive match. */
export type Conjunction = Extract<Action, { kind: 'conjunction' }>;

/** The values of one field, each with those of the next; the bucket stands behind the last. */
interface Branch {
  readonly children: Map<bigint, Branch>;
  bucket: Bucket;
}

/** Makes an empty subtable for flows like this one. */
export function createSubtable({ match }: Flow): Subtable {
  return { fields: match.map(({ field, mask }) => ({ field, mask })), root: createBranch(), highestPriority: -1 };
}

/** What flows of one subtable have in common, as text. */
export function subtableKey({ match }: Flow): string {
  return match.map(({ field, mask }) => (mask === undefined ? field : `${field}/${mask.toString(16)}`)).join(' ');
}

/** The flows whose match the frame meets. Nothing is made on the way: a frame looks at dozens of subtables in every table. */
export function findBucket({ fields, root }: Subtable, state: PipelineState): Bucket | undefined {
  let branch: Branch | undefined = root;
  for (const { field, mask } of fields) {
    const value = readField(state, field);
    branch = branch.children.get(mask === undefined ? value : value & mask);
    if (!branch) return undefined;
  }
  return branch.bucket;
}

/** Adds a flow; one with the same match and priority gives way. */
export function putFlow(subtable: Subtable, flow: Flow): void {
  const conjunctions = flow.actions.filter((action) => action.kind === 'conjunction');
  const entry: TableEntry = { flow, conjunctions: conjunctions.length > 0 ? conjunctions : undefined };
  const branch = branchOf(subtable, flow);
  const others = branch.bucket.filter((other) => other.flow.priority !== flow.priority);
  branch.bucket = [...others, entry].sort((a, b) => b.flow.priority - a.flow.priority);
  subtable.highestPriority = Math.max(subtable.highestPriority, flow.priority);
}

/** Takes a flow out; answers whether the subtable has others. */
export function takeFlow(subtable: Subtable, flow: Flow): boolean {
  const branch = branchOf(subtable, flow);
  branch.bucket = branch.bucket.filter((other) => other.flow.priority !== flow.priority);
  if (flow.priority < subtable.highestPriority) return true;
  subtable.highestPriority = highestPriority(subtable.root);
  return subtable.highestPriority >= 0;
}

function branchOf({ root }: Subtable, { match }: Flow): Branch {
  let branch = root;
  for (const { value } of match) {
    const next = branch.children.get(value) ?? createBranch();
    branch.children.set(value, next);
    branch = next;
  }
  return branch;
}

function createBranch(): Branch {
  return { children: new Map(), bucket: [] };
}

function highestPriority({ children, bucket }: Branch): number {
  let highest = bucket[0]?.flow.priority ?? -1;
  for (const child of children.values()) highest = Math.max(highest, highestPriority(child));
  return highest;
}
