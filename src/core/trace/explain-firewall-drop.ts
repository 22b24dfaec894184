import type { TrailNode } from '#core/dataplane';
import type { FieldName, Flow } from '#core/openflow';
import type { StepNames } from './step-names.ts';

/** Why the Open vSwitch firewall dropped a packet, and the table that decided it. */
export interface FirewallDrop {
  readonly code: 'firewall-drop';
  readonly message: string;
  readonly table: number;
}

/**
 * Says on whose side and why the firewall dropped a packet, from the last of its tables that the packet came through; `undefined` for every other drop. The flow that
 * decides says what kind of drop it is, `reg5` at whose port.
 */
export function explainFirewallDrop(end: TrailNode, names: StepNames): FirewallDrop | undefined {
  const decision = decidingTable(end, names);
  if (!decision) return undefined;
  const { event, host, flow } = decision;
  const side = SIDES.get(event.table);
  const port = names.portElement(host, event.bridge, Number(event.before.metadata.reg5 ?? 0n));
  if (!side || !port) return undefined;
  const where = side === 'out' ? `from ${names.element(port)}` : `to ${names.element(port)}`;
  const why = event.table === BASE_EGRESS ? whyNotSent(flow, names.element(port)) : whyNotAllowed(flow, names.groups(port), side);
  return { code: 'firewall-drop', message: `the Open vSwitch firewall drops it on the way ${where}: ${why}`, table: event.table };
}

/** The firewall's tables that decide (openvswitch_firewall/firewall.py), and the direction they look at. */
const BASE_EGRESS = 71;
const SIDES: ReadonlyMap<number, 'in' | 'out'> = new Map([
  [BASE_EGRESS, 'out'],
  [72, 'out'],
  [81, 'in'],
  [82, 'in'],
]);

/** The last table before the end that is not the one where the firewall's drops are gathered; there is none when the end is another kind of drop. */
function decidingTable(end: TrailNode, names: StepNames) {
  if (end.event.kind !== 'drop' || end.event.code !== 'flow-drop') return undefined;
  for (let node = end.parent; node; node = node.parent) {
    const event = node.event.kind === 'switch' ? node.event.event : undefined;
    if (event?.kind !== 'table' || names.bridgeKind(node.event.host, event.bridge) !== 'integration') return undefined;
    if (event.table === DROPPED) continue;
    return event.flow?.origin?.stage.startsWith('br-int/firewall') === true
      ? { event, host: node.event.host, flow: event.flow }
      : undefined;
  }
  return undefined;
}

const DROPPED = 93;

/** What a guest may never send, whatever its rules; everything else of table 71 that is dropped has foreign addresses. */
function whyNotSent(flow: Flow, owner: string): string {
  if (hasValue(flow, 'icmpv6_type', 134n)) return 'guests may not send router advertisements';
  if (hasValue(flow, 'udp_src', 67n) || hasValue(flow, 'udp_src', 547n)) return 'guests may not answer DHCP';
  return `its addresses are not among those that ${owner} may use, or its protocol is not let through`;
}

function whyNotAllowed(flow: Flow, groups: readonly string[], side: 'in' | 'out'): string {
  if (hasValue(flow, 'ct_mark', 1n) || flow.actions.some(({ kind }) => kind === 'ct'))
    return `${noRule(groups, side)} any more, so its connection is cut`;
  if (flow.match.some(({ field, value }) => field === 'ct_state' && (value & INVALID) !== 0n))
    return 'connection tracking finds that it belongs to no connection and cannot begin one';
  return noRule(groups, side);
}

/** Bit of `ct_state` (ovs-fields(7)). */
const INVALID = 0x10n;

function noRule(groups: readonly string[], side: 'in' | 'out'): string {
  const lets = side === 'in' ? 'lets it in' : 'lets it out';
  if (groups.length === 0) return `the port has no security group, so nothing ${lets}`;
  return groups.length === 1
    ? `no rule of security group ${groups[0] ?? ''} ${lets}`
    : `no rule of security groups ${groups.join(' and ')} ${lets}`;
}

function hasValue({ match }: Flow, field: FieldName, value: bigint): boolean {
  return match.some((entry) => entry.field === field && entry.value === value);
}
