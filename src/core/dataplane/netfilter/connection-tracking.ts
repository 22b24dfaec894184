/**
 * Connection tracking as nf_conntrack does it, per zone: enough of it to tell NEW, ESTABLISHED, RELATED and INVALID apart for ICMP, UDP, TCP and other
 * protocols. Entries do not time out: a trace is over long before.
 */
import type { ConnectionState } from '#core/netfilter';
import { ETHERTYPE, ICMP, ICMPV6, IP_PROTOCOL, type Packet, TCP_FLAG, decodeFrame, joinBytes, toBytes } from '#core/packet';

/** The connections of one network namespace. */
export interface ConnectionTracker {
  /** By zone and tuple; both directions of a connection lead to the one entry. */
  readonly connections: Map<string, Connection>;
}

/** A connection as far as it was followed. */
export interface Connection {
  readonly original: string;
  seenReply: boolean;
  mark: number;
}

/** What the tracker says of one packet, and how to enter it once the packet got through every rule. */
export interface Tracking {
  readonly zone: number;
  readonly state: ConnectionState;
  readonly connection: Connection | undefined;
  readonly confirm: () => void;
}

/** A tracker that has seen nothing. */
export function createConnectionTracker(): ConnectionTracker {
  return { connections: new Map() };
}

/** What a packet that is not tracked (`-j CT --notrack`, or no IP) looks like to rules. */
export const UNTRACKED: Tracking = { zone: 0, state: 'UNTRACKED', connection: undefined, confirm: () => undefined };

/** Looks the packet up in a zone. The entry of a new connection is made by `confirm`, as the kernel makes it after the last hook. */
export function trackPacket(tracker: ConnectionTracker, packet: Packet, zone: number): Tracking {
  const invalid: Tracking = { zone, state: 'INVALID', connection: undefined, confirm: () => undefined };
  if (isIcmpError(packet)) {
    const inner = innerTuple(packet);
    const related = inner === undefined ? undefined : tracker.connections.get(keyOf(zone, inner));
    return related ? { zone, state: 'RELATED', connection: related, confirm: () => undefined } : invalid;
  }
  const tuple = tupleOf(packet);
  if (tuple === undefined) return invalid;
  const known = tracker.connections.get(keyOf(zone, tuple.forward));
  if (!known) return mayStartConnection(packet) ? startConnection(tracker, zone, tuple) : invalid;
  const isReply = known.original !== tuple.forward;
  return {
    zone,
    state: isReply || known.seenReply ? 'ESTABLISHED' : 'NEW',
    connection: known,
    confirm: () => {
      if (isReply) known.seenReply = true;
    },
  };
}

interface Tuple {
  readonly forward: string;
  readonly backward: string;
}

function startConnection(tracker: ConnectionTracker, zone: number, tuple: Tuple): Tracking {
  const connection: Connection = { original: tuple.forward, seenReply: false, mark: 0 };
  return {
    zone,
    state: 'NEW',
    connection,
    confirm: () => {
      tracker.connections.set(keyOf(zone, tuple.forward), connection);
      tracker.connections.set(keyOf(zone, tuple.backward), connection);
    },
  };
}

function keyOf(zone: number, tuple: string): string {
  return `${String(zone)} ${tuple}`;
}

function tupleOf({ headers, body }: Packet): Tuple | undefined {
  const source = headers.ip_src ?? headers.ipv6_src;
  const destination = headers.ip_dst ?? headers.ipv6_dst;
  if (source === undefined || destination === undefined || headers.ip_proto === undefined) return undefined;
  const isEcho = headers.icmp_type !== undefined || headers.icmpv6_type !== undefined;
  const from = isEcho ? BigInt(body.icmpIdentifier) : (headers.tcp_src ?? headers.udp_src ?? 0n);
  const to = isEcho ? BigInt(body.icmpIdentifier) : (headers.tcp_dst ?? headers.udp_dst ?? 0n);
  const protocol = String(headers.ip_proto);
  return {
    forward: [protocol, source, from, destination, to].map(String).join(' '),
    backward: [protocol, destination, to, source, from].map(String).join(' '),
  };
}

/** Echo requests start a connection and echo replies never do; nor does a TCP packet with RST or one that is SYN and FIN at once. */
function mayStartConnection({ headers, body }: Packet): boolean {
  if (headers.icmp_type !== undefined) return headers.icmp_type === ICMP.echoRequest;
  if (headers.icmpv6_type !== undefined) return headers.icmpv6_type !== ICMPV6.echoReply;
  if (headers.tcp_src !== undefined)
    return (body.tcpFlags & TCP_FLAG.rst) === 0 && (body.tcpFlags & (TCP_FLAG.syn | TCP_FLAG.fin)) !== (TCP_FLAG.syn | TCP_FLAG.fin);
  return true;
}

function isIcmpError({ headers }: Packet): boolean {
  return headers.icmp_type === ICMP.unreachable || headers.icmp_type === ICMP.timeExceeded;
}

/** The tuple of the packet an ICMP error quotes: its IP header and first eight bytes are enough for ports and echo identifiers; lengths are made to fit what is there. */
function innerTuple(error: Packet): string | undefined {
  const { data } = error.body;
  if (data.length < 28) return undefined;
  const quoted = joinBytes(data, new Uint8Array(Math.max(0, 40 - data.length)));
  quoted.set(toBytes(quoted.length, 2), 2);
  if (quoted[9] === Number(IP_PROTOCOL.udp)) quoted.set(toBytes(quoted.length - 20, 2), 24);
  if (quoted[9] === Number(IP_PROTOCOL.tcp)) quoted[32] = 0x50;
  return tupleOf(decodeFrame(joinBytes(toBytes(0, 12), toBytes(ETHERTYPE.ipv4, 2), quoted)))?.forward;
}
