import { assertNever } from '#core/base';
import type { Rule, RuleMatch, Ruleset } from '#core/netfilter';
import type { NamespacePlan } from '#core/plan';
import { MANGLE_CHAINS, type ManagedTables, filterTable, plainTable, wrapped } from './managed-tables.ts';
import { routerRuleset } from './router-ruleset.ts';
import { jump, rule } from './rule-writer.ts';

/** The iptables and ip6tables of one namespace of the L3 or DHCP agent. */
export function namespaceRulesets(namespace: NamespacePlan): Ruleset[] {
  switch (namespace.kind) {
    case 'snat':
      if (!namespace.nat) return []; // its tables come with the gateway (dvr_edge_router.py `_create_dvr_gateway`)
      return ([4, 6] as const).map((version) => routerRuleset(namespace, version));
    case 'router':
      return ([4, 6] as const).map((version) => routerRuleset(namespace, version));
    case 'fip':
      return ([4, 6] as const).map((version) => floatingRuleset(namespace, version));
    case 'dhcp':
      return ([4, 6] as const).map((version) => dhcpRuleset(namespace, version));
    default:
      return assertNever(namespace.kind);
  }
}

/** Floating addresses pass untouched and untracked: their router translates them (dvr_fip_ns.py `create`). */
function floatingRuleset(namespace: NamespacePlan, version: 4 | 6): Ruleset {
  const origin = { stage: 'fip/iptables', element: namespace.element, neutron: 'dvr_fip_ns.py create' };
  const managed: ManagedTables = { wrap: 'neutron-l3-agent', origin };
  const untracked = rule(origin, wrapped(managed, 'PREROUTING'), [], { kind: 'ct-notrack' });
  const raw = plainTable(managed, 'raw', ['PREROUTING', 'OUTPUT'], { chains: [], rules: [untracked] });
  return { namespace: namespace.name, version, tables: [raw, filterTable(managed, { chains: [], rules: [] })] };
}

/** dnsmasq's namespace: answers that leave through a virtual device get their UDP checksum filled in, because nothing else does it. */
function dhcpRuleset(namespace: NamespacePlan, version: 4 | 6): Ruleset {
  const origin = { stage: 'qdhcp/iptables', element: namespace.element, neutron: 'dhcp.py Dnsmasq._set_checksum rules' };
  const managed: ManagedTables = { wrap: 'neutron-dhcp-age', origin };
  const clientPort = version === 4 ? 68 : 546;
  const toClient: RuleMatch[] = [
    { kind: 'protocol', protocol: 'udp' },
    { kind: 'ports', extension: 'udp', source: undefined, destination: { first: clientPort, last: clientPort }, multiport: false },
  ];
  const fill = rule(origin, wrapped(managed, 'POSTROUTING'), toClient, { kind: 'checksum-fill' }, 'checksum of DHCP answers');
  const mark: Rule[] = version === 4 ? [rule(origin, wrapped(managed, 'PREROUTING'), [], jump(wrapped(managed, 'mark')))] : [];
  const mangle = plainTable(managed, 'mangle', MANGLE_CHAINS, { chains: version === 4 ? ['mark'] : [], rules: [...mark, fill] });
  const raw = plainTable(managed, 'raw', ['PREROUTING', 'OUTPUT']);
  return { namespace: namespace.name, version, tables: [raw, mangle, filterTable(managed, { chains: [], rules: [] })] };
}
