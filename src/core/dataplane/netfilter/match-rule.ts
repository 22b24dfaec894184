import { assertNever } from '#core/base';
import { type IpAddress, type Prefix, createAddress, prefixContains } from '#core/net';
import type { AddressSet, PortRange, Rule, RuleMatch } from '#core/netfilter';
import { IP_PROTOCOL, type Packet } from '#core/packet';
import type { Tracking } from '../conntrack/connection-tracker.ts';
import { isTranslated } from '../conntrack/translate-packet.ts';

/** A packet at a hook, with what rules can ask beside its headers. */
export interface PacketContext {
  readonly packet: Packet;
  readonly inDevice: string | undefined;
  readonly outDevice: string | undefined;
  /** Ports of the Linux bridge the packet crosses; `physdevOut` is known from FORWARD on (iptables-extensions(8), physdev). */
  readonly physdevIn: string | undefined;
  readonly physdevOut: string | undefined;
  readonly tracking: Tracking;
  readonly mark: number;
  readonly addressSets: readonly AddressSet[];
}

/** Whether a packet meets every condition of a rule. */
export function matchesRule(rule: Rule, context: PacketContext): boolean {
  return rule.matches.every((match) => meets(match, context));
}

function meets(match: RuleMatch, context: PacketContext): boolean {
  switch (match.kind) {
    case 'source':
      return inPrefix(match.prefix, sourceOf(context.packet)) !== match.negated;
    case 'destination':
      return inPrefix(match.prefix, destinationOf(context.packet)) !== match.negated;
    case 'protocol':
      return protocolNumber(match.protocol) === context.packet.headers.ip_proto;
    case 'in-interface':
      return isDevice(match.device, context.inDevice) !== match.negated;
    case 'out-interface':
      return isDevice(match.device, context.outDevice) !== match.negated;
    case 'physdev': {
      const device = match.direction === 'in' ? context.physdevIn : context.physdevOut;
      const isBridged = context.physdevIn !== undefined && context.physdevOut !== undefined;
      return isDevice(match.device, device) && (!match.bridged || isBridged);
    }
    case 'ports':
      return meetsPorts(match, context.packet);
    case 'icmp-type':
      return meetsIcmpType(match, context.packet);
    case 'state':
      return match.states.includes(context.tracking.state);
    case 'conntrack-state':
      return meetsConnectionState(match, context.tracking) !== match.negated;
    case 'mac-source':
      return context.packet.headers.eth_src === match.mac;
    case 'set':
      return inSet(match, context);
    case 'mark':
      return (masked(context.mark, match.mask) === match.value) !== match.negated;
    case 'connmark':
      return (masked(context.tracking.connection?.mark ?? 0, match.mask) === match.value) !== match.negated;
    case 'comment':
      return true;
    default:
      return assertNever(match);
  }
}

/** `DNAT` and `SNAT` are states beside the others (xt_conntrack.c `XT_CONNTRACK_STATE_DNAT`). */
function meetsConnectionState({ states }: Extract<RuleMatch, { kind: 'conntrack-state' }>, { state, connection }: Tracking): boolean {
  if (states.includes(state)) return true;
  if (!connection) return false;
  return (
    (states.includes('DNAT') && isTranslated(connection, 'destination')) || (states.includes('SNAT') && isTranslated(connection, 'source'))
  );
}

function sourceOf({ headers }: Packet): IpAddress {
  return headers.ipv6_src === undefined ? createAddress(4, headers.ip_src ?? 0n) : createAddress(6, headers.ipv6_src);
}

function destinationOf({ headers }: Packet): IpAddress {
  return headers.ipv6_dst === undefined ? createAddress(4, headers.ip_dst ?? 0n) : createAddress(6, headers.ipv6_dst);
}

function inPrefix(prefix: Prefix, address: IpAddress): boolean {
  return prefixContains(prefix, address);
}

/** `qr-+` means every device that begins with `qr-` (iptables(8)). */
function isDevice(pattern: string, device: string | undefined): boolean {
  if (device === undefined) return false;
  return pattern.endsWith('+') ? device.startsWith(pattern.slice(0, -1)) : device === pattern;
}

/** Protocol names as `iptables-save` prints them (/etc/protocols), else a number. */
const PROTOCOL_NUMBERS: ReadonlyMap<string, bigint> = new Map([
  ['icmp', IP_PROTOCOL.icmp],
  ['igmp', 2n],
  ['ipencap', 4n],
  ['tcp', IP_PROTOCOL.tcp],
  ['egp', 8n],
  ['udp', IP_PROTOCOL.udp],
  ['dccp', 33n],
  ['ipv6', 41n],
  ['ipv6-route', 43n],
  ['ipv6-frag', 44n],
  ['rsvp', 46n],
  ['gre', IP_PROTOCOL.gre],
  ['esp', 50n],
  ['ah', 51n],
  ['ipv6-icmp', IP_PROTOCOL.icmpv6],
  ['icmpv6', IP_PROTOCOL.icmpv6],
  ['ipv6-nonxt', 59n],
  ['ipv6-opts', 60n],
  ['ospf', 89n],
  ['pim', 103n],
  ['vrrp', 112n],
  ['pgm', 113n],
  ['sctp', 132n],
  ['udplite', 136n],
]);

function protocolNumber(protocol: string): bigint | undefined {
  return /^\d+$/.test(protocol) ? BigInt(protocol) : PROTOCOL_NUMBERS.get(protocol);
}

/** Protocols whose segments begin with source and destination port: the packet model names those of TCP and UDP, of others they are the first bytes. */
function portsOf({ headers, body }: Packet): { readonly source: number; readonly destination: number } | undefined {
  const source = headers.tcp_src ?? headers.udp_src;
  const destination = headers.tcp_dst ?? headers.udp_dst;
  if (source !== undefined && destination !== undefined) return { source: Number(source), destination: Number(destination) };
  if (![33n, 132n, 136n].includes(headers.ip_proto ?? 0n) || body.data.length < 4) return undefined;
  const [a = 0, b = 0, c = 0, d = 0] = body.data;
  return { source: (a << 8) | b, destination: (c << 8) | d };
}

function meetsPorts(match: Extract<RuleMatch, { kind: 'ports' }>, packet: Packet): boolean {
  const ports = portsOf(packet);
  return ports !== undefined && inRange(match.source, ports.source) && inRange(match.destination, ports.destination);
}

function inRange(range: PortRange | undefined, port: number): boolean {
  return range === undefined || (range.first <= port && port <= range.last);
}

function meetsIcmpType(match: Extract<RuleMatch, { kind: 'icmp-type' }>, { headers }: Packet): boolean {
  const [type, code] = match.version === 4 ? [headers.icmp_type, headers.icmp_code] : [headers.icmpv6_type, headers.icmpv6_code];
  return type === BigInt(match.type) && (match.code === undefined || code === BigInt(match.code));
}

function inSet(match: Extract<RuleMatch, { kind: 'set' }>, context: PacketContext): boolean {
  const address = match.direction === 'src' ? sourceOf(context.packet) : destinationOf(context.packet);
  const set = context.addressSets.find(({ name }) => name === match.set);
  return set?.members.some((member) => prefixContains(member, address)) ?? false;
}

function masked(value: number, mask: number): number {
  return (value & mask) >>> 0;
}
