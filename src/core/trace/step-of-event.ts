import { assertNever } from '#core/base';
import { printAddress } from '#core/net';
import { printRule } from '#core/netfilter';
import { printPacket } from '#core/packet';
import { type DataplaneEvent, OUTSIDE, type TrailNode } from '#core/dataplane';
import { explainFirewallDrop } from './explain-firewall-drop.ts';
import { changedFields, headerFields } from './header-fields.ts';
import { stepOfSwitchEvent } from './step-of-switch-event.ts';
import type { StepNames } from './step-names.ts';
import type { HeaderFields, StepKind, TraceStep } from './trace.ts';

/** What one kind of event says; the rest of a step is the same for all. */
export interface StepDetail {
  readonly kind: StepKind;
  readonly summary: string;
  readonly flow?: string;
  readonly learned?: readonly string[];
  readonly table?: number;
  readonly inPort?: string;
  readonly outPort?: string;
  readonly before?: HeaderFields;
  readonly after?: HeaderFields;
}

/** The step of a trace that tells of one link of a trail. */
export function stepOfEvent(node: TrailNode, names: StepNames): TraceStep {
  const { event } = node;
  const detail = describeEvent(node, names);
  const before = node.parent?.event.packet ?? event.packet;
  const changed = changedFields(headerFields(before), headerFields(event.packet));
  return {
    kind: detail.kind,
    host: event.host,
    device: event.device,
    summary: detail.summary,
    flow: detail.flow,
    ...(detail.learned && detail.learned.length > 0 ? { learned: detail.learned } : {}),
    table: detail.table,
    element: event.element,
    inPort: detail.inPort,
    outPort: detail.outPort,
    before: detail.before ?? changed.before,
    after: detail.after ?? changed.after,
    packet: printOnTheWay(node),
  };
}

function describeEvent(node: TrailNode, names: StepNames): StepDetail {
  const { event } = node;
  switch (event.kind) {
    case 'send':
      return {
        kind: names.isGuest(event) ? 'guest' : 'namespace',
        summary: `${names.place(event)} ${event.detail}`,
        outPort: event.outDevice,
      };
    case 'receive':
      return {
        kind: names.isGuest(event) ? 'guest' : 'namespace',
        summary: `comes in at ${event.inDevice} of ${names.place(event)}`,
        inPort: event.inDevice,
      };
    case 'deliver':
      return { kind: 'deliver', summary: `${names.place(event)} ${event.detail}`, inPort: event.inDevice };
    case 'linux-bridge':
      return {
        kind: 'linux-bridge',
        summary: `${event.device} passes it from ${event.inPort} to ${event.outPort}`,
        inPort: event.inPort,
        outPort: event.outPort,
      };
    case 'iptables':
      return {
        kind: 'iptables',
        summary: `iptables ${event.verdict === 'accept' ? 'lets it through' : 'drops it'} (${event.state}, zone ${String(event.zone)}): ${printRule(event.rule, { comments: false })}`,
        flow: printRule(event.rule, { comments: false }),
      };
    case 'translate':
      return describeTranslation(event);
    case 'switch':
      return stepOfSwitchEvent(event, names);
    case 'encapsulate':
    case 'decapsulate':
      return describeTunnel(event, names);
    case 'underlay':
      return { kind: 'underlay', summary: `the underlay carries it to ${event.toHost}` };
    case 'wire':
      return {
        kind: 'underlay',
        summary: `the cable of ${event.physicalNetwork} carries it ${event.toHost === OUTSIDE ? 'outside' : `to ${event.toHost}`}`,
      };
    case 'route':
      return { kind: 'route', summary: `${names.place(event)} routes it: ${event.route}`, outPort: event.outDevice };
    case 'resolve':
      return {
        kind: 'namespace',
        summary: `${names.place(event)} does not know the MAC of ${printAddress(event.nextHop)} yet and asks by ${event.nextHop.version === 4 ? 'ARP' : 'neighbour discovery'}`,
        outPort: event.outDevice,
      };
    case 'drop':
      return { kind: 'drop', summary: explainFirewallDrop(node, names)?.message ?? event.message };
    case 'not-modelled':
      return { kind: 'drop', summary: `not followed further: ${event.feature}` };
    default:
      return assertNever(event);
  }
}

function describeTranslation({ end, becomes, rule }: Extract<DataplaneEvent, { kind: 'translate' }>): StepDetail {
  const port = becomes.port === undefined ? '' : ` port ${String(becomes.port)}`;
  const what = `the ${end} becomes ${printAddress(becomes.address)}${port}`;
  if (!rule) return { kind: 'iptables', summary: `connection tracking knows the connection: ${what}` };
  const flow = printRule(rule, { comments: false });
  return { kind: 'iptables', summary: `iptables translates it, ${what}: ${flow}`, flow };
}

type TunnelEvent = Extract<DataplaneEvent, { kind: 'encapsulate' | 'decapsulate' }>;

function describeTunnel(event: TunnelEvent, names: StepNames): StepDetail {
  const outside: HeaderFields = { [event.type === 'gre' ? 'key' : 'vni']: String(event.tunnelId) };
  if (event.kind === 'decapsulate') {
    const summary = `${event.device} takes it out of the tunnel: ${tunnelName(event)} from ${printAddress(event.remoteIp)}`;
    return { kind: 'tunnel', summary, inPort: event.device, before: outside, after: { tun_id: String(event.tunnelId) } };
  }
  const ends: HeaderFields = {
    outer_ip_src: printAddress(event.localIp),
    outer_ip_dst: printAddress(event.remoteIp),
    outer_ip_len: String(event.outerBytes),
  };
  const peer = names.hostOfTunnel(event.remoteIp);
  const to = `${printAddress(event.localIp)} to ${printAddress(event.remoteIp)}${peer === undefined ? '' : ` (${peer})`}`;
  const summary = `${event.device} puts it into ${tunnelName(event)} from ${to}`;
  return { kind: 'tunnel', summary, outPort: event.device, before: { tun_id: String(event.tunnelId) }, after: { ...outside, ...ends } };
}

function tunnelName({ type, tunnelId }: TunnelEvent): string {
  return type === 'gre' ? `GRE key ${String(tunnelId)}` : `${type === 'vxlan' ? 'VXLAN' : 'Geneve'} VNI ${String(tunnelId)}`;
}

/** The packet in one line; inside a tunnel the outer addresses come first. */
function printOnTheWay(node: TrailNode): string {
  const entered = enteredTunnel(node);
  if (!entered) return printPacket(node.event.packet);
  const { event } = entered;
  const inner = entered.parent ? printPacket(entered.parent.event.packet) : '';
  return `${printAddress(event.localIp)} > ${printAddress(event.remoteIp)} ${event.type} ${event.type === 'gre' ? 'key' : 'vni'} ${String(event.tunnelId)} | ${inner}`;
}

function enteredTunnel(
  from: TrailNode,
): { readonly parent: TrailNode | undefined; readonly event: Extract<DataplaneEvent, { kind: 'encapsulate' }> } | undefined {
  for (let node: TrailNode | undefined = from; node; node = node.parent) {
    if (node.event.kind === 'decapsulate') return undefined;
    if (node.event.kind === 'encapsulate') return { parent: node.parent, event: node.event };
  }
  return undefined;
}
