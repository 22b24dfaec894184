import { assertNever } from '#core/base';
import type { Rule, RuleTable } from '#core/netfilter';
import { type PacketContext, matchesRule } from './match-rule.ts';

/** The hooks of netfilter, which are also the names of the built-in chains. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** What a table did with a packet. */
export interface TableResult {
  readonly verdict: 'accept' | 'drop' | 'not-modelled';
  /** Rules that matched and sent the packet somewhere, in order; empty when only the built-in chain's policy spoke. */
  readonly path: readonly Rule[];
  /** What `-j CT` asked for. */
  readonly zone: number | undefined;
  readonly isUntracked: boolean;
  readonly mark: number;
  /** What is not followed, where the verdict is `not-modelled`. */
  readonly feature: string | undefined;
}

/** State while the rules of one table are gone through. */
interface Walk {
  readonly table: RuleTable;
  readonly context: PacketContext;
  readonly path: Rule[];
  zone: number | undefined;
  isUntracked: boolean;
  mark: number;
}

type Decision = Pick<TableResult, 'verdict' | 'feature'>;

/** Goes through one table's chain of a hook as iptables does: in order, down jumps, back at RETURN or at a chain's end. */
export function runTable(table: RuleTable, hook: Hook, context: PacketContext): TableResult {
  const walk: Walk = { table, context, path: [], zone: undefined, isUntracked: false, mark: context.mark };
  const decision = runChain(walk, hook) ?? { verdict: 'accept', feature: undefined };
  return { ...decision, path: walk.path, zone: walk.zone, isUntracked: walk.isUntracked, mark: walk.mark };
}

/** `undefined`: the chain's end was reached, or RETURN. */
function runChain(walk: Walk, chain: string): Decision | undefined {
  for (const rule of walk.table.rules) {
    if (rule.chain !== chain || !matchesRule(rule, { ...walk.context, mark: walk.mark })) continue;
    walk.path.push(rule);
    if (rule.target.kind === 'return') return undefined;
    const decision = rule.target.kind === 'jump' ? runChain(walk, rule.target.chain) : apply(walk, rule);
    if (decision) return decision;
  }
  return undefined;
}

function apply(walk: Walk, rule: Rule): Decision | undefined {
  const { target } = rule;
  switch (target.kind) {
    case 'accept':
    case 'drop':
      return { verdict: target.kind, feature: undefined };
    case 'ct-zone':
      walk.zone ??= target.zone;
      return undefined;
    case 'ct-notrack':
      walk.isUntracked = true;
      return undefined;
    case 'set-mark':
      walk.mark = setBits(walk.mark, target.value, target.mask);
      return undefined;
    case 'save-mark':
      if (walk.context.tracking.connection)
        walk.context.tracking.connection.mark = copyBits(walk.context.tracking.connection.mark, walk.mark, target.mask);
      return undefined;
    case 'restore-mark':
      walk.mark = copyBits(walk.mark, walk.context.tracking.connection?.mark ?? 0, target.mask);
      return undefined;
    case 'checksum-fill':
      return undefined;
    case 'dnat':
    case 'snat':
    case 'redirect':
      return { verdict: 'not-modelled', feature: `address translation (${target.kind.toUpperCase()})` };
    case 'jump':
    case 'return':
      return undefined;
    default:
      return assertNever(target);
  }
}

/** `--set-xmark value/mask`: clears the bits of the mask and flips those of the value. */
function setBits(mark: number, value: number, mask: number): number {
  return ((mark & ~mask) ^ value) >>> 0;
}

function copyBits(target: number, source: number, mask: number): number {
  return ((target & ~mask) | (source & mask)) >>> 0;
}
