import { type ElementId, compact, qualifiedName } from '#core/base';
import type { Rule, RuleMatch, RuleTarget, Ruleset } from '#core/netfilter';
import type { HostPlan, PlannedPort } from '#core/plan';
import { type ManagedTables, filterTable, plainTable, wrapped } from './managed-tables.ts';
import { egressChain, ingressChain, portChain, spoofChain } from './port-chains.ts';
import { ACCEPT, DROP, type RuleOrigin, bridgedPort, inInterface, jump, rule } from './rule-writer.ts';

/** A VM port behind a Linux bridge, as the firewall sees it. */
interface PluggedPort {
  readonly port: PlannedPort;
  readonly tap: string;
  readonly qvb: string;
  /** 4097 and up: the local VLANs end at 4095, so no zone is shared with the Open vSwitch firewall. */
  readonly zone: number;
}

const FIRST_ZONE = 4097;

/**
 * The `iptables_hybrid` driver of one host: filters what passes the Linux bridge between tap and qvb (neutron-dataplane 6),
 * because the kernel's own bridge can be filtered where Open vSwitch could not.
 */
export function hybridFirewallRulesets(host: HostPlan, portOf: (id: ElementId) => PlannedPort): Ruleset[] {
  if (host.bridges.length === 0) return [];
  const origin: RuleOrigin = { stage: 'hybrid/frame', element: host.id, neutron: 'iptables_manager.py' };
  const managed: ManagedTables = { wrap: 'neutron-openvswi', origin };
  const plugged = host.hybridPlugs.map(({ port, tap, qvb }, index) => ({ port: portOf(port), tap, qvb, zone: FIRST_ZONE + index }));
  const trusted = compact(
    host.bridges.flatMap(({ ports }) =>
      ports.map((p) => (p.kind === 'vif' && p.attachment === 'internal' ? portOf(p.element) : undefined)),
    ),
  );
  return ([4, 6] as const).map((version) => hostRuleset(managed, version, plugged, trusted));
}

function hostRuleset(managed: ManagedTables, version: 4 | 6, plugged: readonly PluggedPort[], trusted: readonly PlannedPort[]): Ruleset {
  const secured = plugged.filter(({ port }) => port.portSecurity);
  const open = plugged.filter(({ port }) => !port.portSecurity);
  const raw = plainTable(managed, 'raw', ['PREROUTING', 'OUTPUT'], { chains: [], rules: secured.flatMap((p) => zoneRules(managed, p)) });
  const nat = plainTable(managed, 'nat', ['PREROUTING'], { chains: [], rules: secured.flatMap((p) => natRules(managed, p)) });
  const hasPorts = plugged.length > 0;
  const filter = filterTable(managed, {
    chains: [...secured.flatMap((p) => portChains(managed, p, version)), ...(hasPorts ? ['sg-chain'] : []), 'sg-fallback'],
    top: secured.flatMap((p) => toSecurityChain(managed, p)),
    rules: [
      rule(managed.origin, wrapped(managed, 'sg-fallback'), [], DROP, 'what no rule allows'),
      ...secured.flatMap((p) => securedPort(managed, p, version)),
      ...(hasPorts ? [rule(managed.origin, wrapped(managed, 'sg-chain'), [], ACCEPT)] : []),
      ...open.flatMap((p) => openPort(managed, p)),
      ...trusted.flatMap((port) => trustedPort(managed, port)),
    ],
  });
  return { namespace: undefined, version, tables: [raw, nat, filter] };
}

/** A conntrack zone of the port's own, so that two tenants' equal addresses on one host stay apart. */
function zoneRules(managed: ManagedTables, { port, tap, qvb, zone }: PluggedPort): Rule[] {
  const target: RuleTarget = port.securityGroups[0]?.stateless === true ? { kind: 'ct-notrack' } : { kind: 'ct-zone', zone };
  const arrivals: RuleMatch[] = [
    { kind: 'physdev', direction: 'in', device: qvb, bridged: false },
    inInterface(qvb),
    { kind: 'physdev', direction: 'in', device: tap, bridged: false },
  ];
  const comment = target.kind === 'ct-zone' ? `Set zone for ${port.uuid}` : `Make ${port.uuid} stateless`;
  return arrivals.map((match) => rule(originOf(port, 'hybrid/zone'), wrapped(managed, 'PREROUTING'), [match], target, comment));
}

function natRules(managed: ManagedTables, { port, tap }: PluggedPort): Rule[] {
  return (['out', 'in'] as const).map((direction) =>
    rule(
      originOf(port, 'hybrid/nat'),
      wrapped(managed, 'PREROUTING'),
      [{ kind: 'physdev', direction, device: tap, bridged: false }],
      ACCEPT,
    ),
  );
}

function portChains(managed: ManagedTables, { port }: PluggedPort, version: 4 | 6): string[] {
  const hasSpoofChain = spoofChain(managed, port, version).length > 0;
  return [portChain('i', port), portChain('o', port), ...(hasSpoofChain ? [portChain('s', port)] : [])];
}

function toSecurityChain(managed: ManagedTables, { port, tap }: PluggedPort): Rule[] {
  return (['out', 'in'] as const).map((direction) =>
    rule(
      originOf(port, 'hybrid/dispatch'),
      wrapped(managed, 'FORWARD'),
      [bridgedPort(direction, tap)],
      jump(wrapped(managed, 'sg-chain')),
      qualifiedName(port.id),
    ),
  );
}

function securedPort(managed: ManagedTables, { port, tap }: PluggedPort, version: 4 | 6): Rule[] {
  const dispatch = (from: string, direction: 'in' | 'out', chain: 'i' | 'o') =>
    rule(
      originOf(port, 'hybrid/dispatch'),
      wrapped(managed, from),
      [bridgedPort(direction, tap)],
      jump(wrapped(managed, portChain(chain, port))),
      qualifiedName(port.id),
    );
  return [
    dispatch('sg-chain', 'out', 'i'),
    ...ingressChain(managed, port, version),
    dispatch('sg-chain', 'in', 'o'),
    dispatch('INPUT', 'in', 'o'),
    ...spoofChain(managed, port, version),
    ...egressChain(managed, port, version),
  ];
}

function openPort(managed: ManagedTables, { port, tap }: PluggedPort): Rule[] {
  const accept = (chain: string, direction: 'in' | 'out') =>
    rule(
      originOf(port, 'hybrid/no-port-security'),
      wrapped(managed, chain),
      [bridgedPort(direction, tap)],
      ACCEPT,
      `${qualifiedName(port.id)}: port security off`,
    );
  return [accept('FORWARD', 'out'), accept('FORWARD', 'in'), accept('INPUT', 'in')];
}

function trustedPort(managed: ManagedTables, port: PlannedPort): Rule[] {
  const device = `tap${port.uuid.slice(0, 11)}`;
  return (['out', 'in'] as const).map((direction) =>
    rule(
      originOf(port, 'hybrid/trusted'),
      wrapped(managed, 'FORWARD'),
      [bridgedPort(direction, device)],
      ACCEPT,
      `${qualifiedName(port.id)}: trusted`,
    ),
  );
}

function originOf(port: PlannedPort, stage: string): RuleOrigin {
  return { stage, element: port.id, neutron: 'iptables_firewall.py' };
}
