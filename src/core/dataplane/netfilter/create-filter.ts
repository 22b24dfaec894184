import { lazily } from '#core/base';
import type { CompiledHost } from '#core/compile';
import type { AddressSet, Ruleset } from '#core/netfilter';
import { type ConnectionTracker, createConnectionTracker } from '../conntrack/connection-tracker.ts';

/** The netfilter of one network namespace. */
export interface Filter {
  readonly rulesets: readonly Ruleset[];
  readonly addressSets: readonly AddressSet[];
  readonly connections: ConnectionTracker;
}

/** The rules of a host's namespace (`undefined`: its own), looked at when the first packet that they are about comes by. */
export function createFilter(host: CompiledHost, namespace: string | undefined, connections = createConnectionTracker()): Filter {
  const rulesets = lazily(() => host.rulesets.filter((ruleset) => ruleset.namespace === namespace));
  return {
    get rulesets() {
      return rulesets();
    },
    get addressSets() {
      return host.addressSets;
    },
    connections,
  };
}
