import { joinBytes, toBytes } from './bytes.ts';
import { type PseudoHeader, internetChecksum, transportChecksum } from './checksum.ts';
import type { EncodeOptions } from './encode-frame.ts';
import type { Packet } from './packet.ts';
import { ETHERTYPE, ICMPV6, IP_PROTOCOL } from './protocol-numbers.ts';

/** What follows the IP header, checksums filled in: ICMP, ICMPv6 with neighbour discovery, TCP, UDP, or the bare data. */
export function encodeTransport(packet: Packet, options: EncodeOptions): Uint8Array {
  const { headers, body } = packet;
  const pseudo = pseudoHeader(packet);
  if (headers.icmp_type !== undefined && headers.ip_proto === IP_PROTOCOL.icmp) {
    const bytes = joinBytes(icmpHeader(packet, headers.icmp_type, headers.icmp_code ?? 0n), body.data);
    return withChecksum(bytes, 2, internetChecksum(bytes));
  }
  if (headers.icmpv6_type !== undefined && headers.ip_proto === IP_PROTOCOL.icmpv6) {
    const bytes = joinBytes(icmpHeader(packet, headers.icmpv6_type, headers.icmpv6_code ?? 0n), neighborDiscovery(packet), body.data);
    return withChecksum(bytes, 2, transportChecksum(pseudo, bytes));
  }
  if (headers.tcp_src !== undefined && headers.ip_proto === IP_PROTOCOL.tcp) {
    const bytes = joinBytes(tcpHeader(packet), body.data);
    return withChecksum(bytes, 16, transportChecksum(pseudo, bytes));
  }
  if (headers.udp_src !== undefined && headers.ip_proto === IP_PROTOCOL.udp) return encodeUdp(packet, pseudo, options);
  return body.data;
}

function pseudoHeader({ headers }: Packet): PseudoHeader {
  const protocol = Number(headers.ip_proto ?? 0n);
  return headers.eth_type === ETHERTYPE.ipv6
    ? { version: 6, source: headers.ipv6_src ?? 0n, destination: headers.ipv6_dst ?? 0n, protocol }
    : { version: 4, source: headers.ip_src ?? 0n, destination: headers.ip_dst ?? 0n, protocol };
}

function withChecksum(bytes: Uint8Array, offset: number, checksum: number): Uint8Array {
  bytes.set(toBytes(checksum, 2), offset);
  return bytes;
}

/** Type, code, checksum and the four bytes that echo, "fragmentation needed" and neighbour discovery each use in their own way. */
function icmpHeader({ body }: Packet, type: bigint, code: bigint): number[] {
  return [Number(type), Number(code), 0, 0, ...toBytes(body.icmpIdentifier, 2), ...toBytes(body.icmpSequence, 2)];
}

/** Target and link-layer address option of neighbour solicitation and advertisement (RFC 4861 section 4). */
function neighborDiscovery({ headers }: Packet): number[] {
  if (headers.nd_target === undefined) return [];
  const target = toBytes(headers.nd_target, 16);
  if (headers.icmpv6_type === ICMPV6.neighborSolicitation && headers.nd_sll !== undefined)
    return [...target, 1, 1, ...toBytes(headers.nd_sll, 6)];
  if (headers.icmpv6_type === ICMPV6.neighborAdvertisement && headers.nd_tll !== undefined)
    return [...target, 2, 1, ...toBytes(headers.nd_tll, 6)];
  return target;
}

/** RFC 9293 without options, a full window. */
function tcpHeader({ headers, body }: Packet): number[] {
  return [
    ...toBytes(headers.tcp_src ?? 0n, 2),
    ...toBytes(headers.tcp_dst ?? 0n, 2),
    ...toBytes(body.tcpSequence, 4),
    ...toBytes(body.tcpAcknowledgement, 4),
    ...[0x50, body.tcpFlags & 0xff, 0xff, 0xff, 0, 0, 0, 0],
  ];
}

/** RFC 768; a checksum that comes out as 0 is sent as all ones. */
function encodeUdp({ headers, body }: Packet, pseudo: PseudoHeader, options: EncodeOptions): Uint8Array {
  const ports = [...toBytes(headers.udp_src ?? 0n, 2), ...toBytes(headers.udp_dst ?? 0n, 2)];
  const bytes = joinBytes(ports, toBytes(8 + body.data.length, 2), [0, 0], body.data);
  return options.zeroUdpChecksum === true ? bytes : withChecksum(bytes, 6, transportChecksum(pseudo, bytes) || 0xffff);
}
