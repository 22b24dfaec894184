import { compareText } from '#core/base';
import type { Rule, RuleTable } from '#core/netfilter';
import { type RuleOrigin, jump, rule } from './rule-writer.ts';

/**
 * Neutron keeps its rules apart from everybody else's: each built-in chain jumps to a chain of the agent (`neutron-openvswi-INPUT`),
 * and `neutron-filter-top`, shared by all agents, comes first in FORWARD and OUTPUT.
 */
export interface ManagedTables {
  /** First 16 characters of the agent's name: `neutron-openvswi`, `neutron-l3-agent`, `neutron-dhcp-age`. */
  readonly wrap: string;
  readonly origin: RuleOrigin;
}

/** What an agent adds to a table: its own chains by their short names, and rules before and after the framework's. */
export interface TableContent {
  readonly chains: readonly string[];
  readonly top?: readonly Rule[];
  readonly rules: readonly Rule[];
}

const EMPTY: TableContent = { chains: [], rules: [] };

/** The full name of one of the agent's chains. */
export function wrapped({ wrap }: ManagedTables, chain: string): string {
  return `${wrap}-${chain}`;
}

/** The built-in chains of the mangle table. */
export const MANGLE_CHAINS = ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'];

/** A table whose built-in chains only jump to the agent's chains of the same name. */
export function plainTable(
  managed: ManagedTables,
  table: RuleTable['table'],
  builtIn: readonly string[],
  content: TableContent = EMPTY,
): RuleTable {
  return {
    table,
    chains: wrappedChains(managed, [...builtIn, ...content.chains]),
    rules: [...(content.top ?? []), ...builtIn.map((chain) => jumpToOwn(managed, chain)), ...content.rules],
  };
}

/** The filter table: `neutron-filter-top`, and in it `local`, before everything else. */
export function filterTable(managed: ManagedTables, content: TableContent): RuleTable {
  const top = ['FORWARD', 'OUTPUT'].map((chain) => rule(managed.origin, chain, [], jump('neutron-filter-top')));
  return {
    table: 'filter',
    chains: [...wrappedChains(managed, ['FORWARD', 'INPUT', 'OUTPUT', 'local', ...content.chains]), 'neutron-filter-top'],
    rules: [
      ...top,
      ...(content.top ?? []),
      rule(managed.origin, 'neutron-filter-top', [], jump(wrapped(managed, 'local'))),
      ...['INPUT', 'OUTPUT', 'FORWARD'].map((chain) => jumpToOwn(managed, chain)),
      ...content.rules,
    ],
  };
}

/** The nat table of a router: besides the jumps, `neutron-postrouting-bottom` leads to `snat` after everything else. */
export function routerNatTable(managed: ManagedTables, content: TableContent): RuleTable {
  const builtIn = ['PREROUTING', 'OUTPUT', 'POSTROUTING'];
  return {
    table: 'nat',
    chains: [...wrappedChains(managed, [...builtIn, ...content.chains]), 'neutron-postrouting-bottom'],
    rules: [
      ...builtIn.map((chain) => jumpToOwn(managed, chain)),
      rule(managed.origin, 'POSTROUTING', [], jump('neutron-postrouting-bottom')),
      rule(managed.origin, 'neutron-postrouting-bottom', [], jump(wrapped(managed, 'snat')), 'source NAT of outgoing traffic'),
      ...content.rules,
    ],
  };
}

function wrappedChains(managed: ManagedTables, names: readonly string[]): string[] {
  return names.map((name) => wrapped(managed, name)).sort(compareText);
}

function jumpToOwn(managed: ManagedTables, chain: string): Rule {
  return rule(managed.origin, chain, [], jump(wrapped(managed, chain)));
}
