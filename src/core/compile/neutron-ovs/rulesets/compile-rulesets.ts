import type { AddressSet, Ruleset } from '#core/netfilter';
import type { HostIndex, HostPlan, PlannedFabric } from '#core/plan';
import { remoteGroupSets } from './address-sets.ts';
import { hybridFirewallRulesets } from './hybrid-firewall.ts';
import { namespaceRulesets } from './namespace-rulesets.ts';

/** What iptables, ip6tables and ipset of one host hold: the host's own tables first, then each namespace's, IPv4 before IPv6. */
export interface HostRulesets {
  readonly rulesets: readonly Ruleset[];
  readonly addressSets: readonly AddressSet[];
}

/** Compiles the packet filters of one host: the hybrid firewall where the fabric has it, and the tables of the router and DHCP namespaces. */
export function compileRulesets(fabric: PlannedFabric, index: Pick<HostIndex, 'port'>, host: HostPlan): HostRulesets {
  const namespaces = host.namespaces.flatMap(namespaceRulesets);
  if (fabric.firewall !== 'iptables-hybrid') return { rulesets: namespaces, addressSets: [] };
  const secured = host.hybridPlugs.map(({ port }) => index.port(port)).filter((port) => port.portSecurity);
  return { rulesets: [...hybridFirewallRulesets(host, index.port), ...namespaces], addressSets: remoteGroupSets(secured) };
}
