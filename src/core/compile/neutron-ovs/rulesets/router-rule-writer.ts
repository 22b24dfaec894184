import type { ElementId } from '#core/base';
import type { Rule, RuleMatch, RuleTarget } from '#core/netfilter';
import { type ManagedTables, wrapped } from './managed-tables.ts';
import { rule } from './rule-writer.ts';

/** Writes rules into chains of the L3 agent, which it knows by their short names. */
export interface RouterRuleWriter {
  readonly managed: ManagedTables;
  readonly chain: (name: string) => string;
  readonly write: (chain: string, matches: readonly RuleMatch[], target: RuleTarget, comment?: string) => Rule;
  /** The same for rules that exist for another element: a floating address. */
  readonly writeFor: (element: ElementId, chain: string, matches: readonly RuleMatch[], target: RuleTarget, comment?: string) => Rule;
}

/** A writer for the namespaces of a router. */
export function createRouterRuleWriter(router: ElementId): RouterRuleWriter {
  const origin = { stage: 'qrouter/iptables', element: router, neutron: 'router_info.py, metadata/driver.py' };
  const managed: ManagedTables = { wrap: 'neutron-l3-agent', origin };
  const chain = (name: string) => wrapped(managed, name);
  return {
    managed,
    chain,
    write: (name, matches, target, comment) => rule(origin, chain(name), matches, target, comment),
    writeFor: (element, name, matches, target, comment) => rule({ ...origin, element }, chain(name), matches, target, comment),
  };
}
