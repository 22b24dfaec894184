import { ICMP, ICMPV6, type Packet, TCP_FLAG } from '#core/packet';

/**
 * What a packet is to connection tracking: of a connection, an ICMP error about one, something that tracking lets pass without looking (neighbour
 * discovery, multicast listeners), or nothing it knows (no IP).
 */
export function packetRole({ headers }: Packet): 'member' | 'error' | 'untracked' | 'unknown' {
  if (headers.ip_proto === undefined) return 'unknown';
  if (headers.icmp_type !== undefined) return ICMP_ERRORS.has(headers.icmp_type) ? 'error' : 'member';
  if (headers.icmpv6_type === undefined) return 'member';
  if (headers.icmpv6_type < ICMPV6.echoRequest) return 'error';
  return ICMPV6_UNTRACKED.has(headers.icmpv6_type) ? 'untracked' : 'member';
}

/** Destination unreachable, source quench, redirect, time exceeded, parameter problem (nf_conntrack_proto_icmp.c `nf_conntrack_icmpv4_error`). */
const ICMP_ERRORS: ReadonlySet<bigint> = new Set([ICMP.unreachable, 4n, 5n, ICMP.timeExceeded, 12n]);

/** Multicast listener messages and neighbour discovery, redirects excepted (nf_conntrack_proto_icmpv6.c `noct_valid_new`). */
const ICMPV6_UNTRACKED: ReadonlySet<bigint> = new Set([
  130n,
  131n,
  132n,
  ICMPV6.routerSolicitation,
  ICMPV6.routerAdvertisement,
  ICMPV6.neighborSolicitation,
  ICMPV6.neighborAdvertisement,
  143n,
]);

/** Questions of ICMP (nf_conntrack_proto_icmp.c `valid_new`) and of ICMPv6, whose answers never start a connection. */
const ICMP_QUESTIONS: ReadonlySet<bigint> = new Set([ICMP.echoRequest, 13n, 15n, 17n]);
const ICMPV6_QUESTIONS: ReadonlySet<bigint> = new Set([ICMPV6.echoRequest, 139n]);

/** Whether a packet of no known connection begins one. */
export function mayStartConnection(packet: Packet): boolean {
  const { headers } = packet;
  if (headers.icmp_type !== undefined) return ICMP_QUESTIONS.has(headers.icmp_type);
  if (headers.icmpv6_type !== undefined) return ICMPV6_QUESTIONS.has(headers.icmpv6_type);
  return headers.tcp_src === undefined || mayStartTcp(packet.body.tcpFlags);
}

/** A SYN alone, or an ACK of a connection picked up in its middle (`nf_conntrack_tcp_loose`); nothing with RST or FIN, no SYN+ACK, no packet without flags. */
function mayStartTcp(flags: number): boolean {
  if ((flags & (TCP_FLAG.rst | TCP_FLAG.fin)) !== 0) return false;
  return ((flags & TCP_FLAG.syn) !== 0) !== ((flags & TCP_FLAG.ack) !== 0);
}

/** Whether a packet asks for a new TCP connection. */
export function startsAnew({ headers, body }: Packet): boolean {
  return headers.tcp_src !== undefined && (body.tcpFlags & (TCP_FLAG.syn | TCP_FLAG.ack)) === TCP_FLAG.syn;
}

/** Whether a packet ends its TCP connection at once. */
export function isConnectionReset({ headers, body }: Packet): boolean {
  return headers.tcp_src !== undefined && (body.tcpFlags & TCP_FLAG.rst) !== 0;
}
