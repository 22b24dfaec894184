import { assertNever } from '#core/base';
import type { Rule, RuleTable, RuleTarget } from '#core/netfilter';
import { type PacketContext, matchesRule } from './match-rule.ts';

/** The hooks of netfilter, which are also the names of the built-in chains. */
export type Hook = 'PREROUTING' | 'INPUT' | 'FORWARD' | 'OUTPUT' | 'POSTROUTING';

/** What a table did with a packet. */
export interface TableResult {
  readonly verdict: 'accept' | 'drop';
  /** Rules that matched and sent the packet somewhere, in order; empty when only the built-in chain's policy spoke. */
  readonly path: readonly Rule[];
  /** What `-j CT` asked for. */
  readonly zone: number | undefined;
  readonly isUntracked: boolean;
  readonly mark: number;
  /** What the nat table asks for. */
  readonly translation: TranslationTarget | undefined;
}

/** A rule's order to translate an address. */
export type TranslationTarget = Extract<RuleTarget, { readonly kind: 'dnat' | 'snat' | 'redirect' }>;

/** State while the rules of one table are gone through. */
interface Walk {
  readonly table: RuleTable;
  readonly context: PacketContext;
  readonly path: Rule[];
  zone: number | undefined;
  isUntracked: boolean;
  mark: number;
  translation: TranslationTarget | undefined;
}

type Verdict = TableResult['verdict'];

/** Goes through one table's chain of a hook as iptables does: in order, down jumps, back at RETURN or at a chain's end. */
export function runTable(table: RuleTable, hook: Hook, context: PacketContext): TableResult {
  const walk: Walk = { table, context, path: [], zone: undefined, isUntracked: false, mark: context.mark, translation: undefined };
  const verdict = runChain(walk, hook) ?? 'accept';
  return { verdict, path: walk.path, zone: walk.zone, isUntracked: walk.isUntracked, mark: walk.mark, translation: walk.translation };
}

/** `undefined`: the chain's end was reached, or RETURN. */
function runChain(walk: Walk, chain: string): Verdict | undefined {
  for (const rule of walk.table.rules) {
    if (rule.chain !== chain || !matchesRule(rule, { ...walk.context, mark: walk.mark })) continue;
    walk.path.push(rule);
    if (rule.target.kind === 'return') return undefined;
    const verdict = rule.target.kind === 'jump' ? runChain(walk, rule.target.chain) : apply(walk, rule);
    if (verdict) return verdict;
  }
  return undefined;
}

function apply(walk: Walk, rule: Rule): Verdict | undefined {
  const { target } = rule;
  switch (target.kind) {
    case 'accept':
    case 'drop':
      return target.kind;
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
      walk.translation = target;
      return 'accept';
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
