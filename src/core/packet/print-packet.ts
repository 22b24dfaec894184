import { createAddress, printAddress, printMac } from '#core/net';
import type { Packet } from './packet.ts';
import { ETHERTYPE, ICMP, ICMPV6, IP_PROTOCOL, TCP_FLAG } from './protocol-numbers.ts';

/** A frame in one line for people: `10.0.1.85 > 10.0.2.8 icmp echo-request ttl 64`. */
export function printPacket(packet: Packet): string {
  const { headers } = packet;
  if (headers.eth_type === ETHERTYPE.arp && headers.arp_op !== undefined) return printArp(packet);
  if (headers.ip_proto === undefined) {
    return `${printMac(headers.eth_src ?? 0n)} > ${printMac(headers.eth_dst ?? 0n)} ethertype 0x${(headers.eth_type ?? 0n).toString(16).padStart(4, '0')}`;
  }
  const [source, destination] = printEnds(packet);
  return `${source} > ${destination} ${printProtocol(packet)} ttl ${String(headers.ip_ttl ?? 0n)}`;
}

function printArp({ headers }: Packet): string {
  const sender = printAddress(createAddress(4, headers.arp_spa ?? 0n));
  const target = printAddress(createAddress(4, headers.arp_tpa ?? 0n));
  if (headers.arp_op === 1n) return `arp who-has ${target} tell ${sender}`;
  return `arp ${sender} is-at ${printMac(headers.arp_sha ?? 0n)}`;
}

function printEnds({ headers }: Packet): [string, string] {
  const [source, destination] =
    headers.eth_type === ETHERTYPE.ipv6
      ? [createAddress(6, headers.ipv6_src ?? 0n), createAddress(6, headers.ipv6_dst ?? 0n)]
      : [createAddress(4, headers.ip_src ?? 0n), createAddress(4, headers.ip_dst ?? 0n)];
  return [
    withPort(printAddress(source), headers.tcp_src ?? headers.udp_src),
    withPort(printAddress(destination), headers.tcp_dst ?? headers.udp_dst),
  ];
}

function withPort(address: string, port: bigint | undefined): string {
  if (port === undefined) return address;
  return address.includes(':') ? `[${address}]:${String(port)}` : `${address}:${String(port)}`;
}

function printProtocol(packet: Packet): string {
  const { headers } = packet;
  if (headers.icmp_type !== undefined) return `icmp ${icmpName(headers.icmp_type, headers.icmp_code ?? 0n)}`;
  if (headers.icmpv6_type !== undefined) return `icmpv6 ${icmpv6Name(headers.icmpv6_type)}${printTarget(packet)}`;
  if (headers.tcp_src !== undefined) return `tcp ${tcpFlagNames(packet.body.tcpFlags)}`;
  if (headers.udp_src !== undefined) return dhcpName(packet) ?? 'udp';
  return PROTOCOL_NAMES.get(headers.ip_proto ?? 0n) ?? `protocol ${String(headers.ip_proto ?? 0n)}`;
}

const PROTOCOL_NAMES: ReadonlyMap<bigint, string> = new Map([
  [IP_PROTOCOL.gre, 'gre'],
  [IP_PROTOCOL.icmp, 'icmp'],
  [IP_PROTOCOL.icmpv6, 'icmpv6'],
  [IP_PROTOCOL.tcp, 'tcp'],
  [IP_PROTOCOL.udp, 'udp'],
]);

const UNREACHABLE_NAMES: ReadonlyMap<bigint, string> = new Map([
  [ICMP.netUnreachable, 'net-unreachable'],
  [ICMP.hostUnreachable, 'host-unreachable'],
  [ICMP.protocolUnreachable, 'protocol-unreachable'],
  [ICMP.portUnreachable, 'port-unreachable'],
  [ICMP.fragmentationNeeded, 'fragmentation-needed'],
]);

function icmpName(type: bigint, code: bigint): string {
  if (type === ICMP.echoRequest) return 'echo-request';
  if (type === ICMP.echoReply) return 'echo-reply';
  if (type === ICMP.timeExceeded) return 'time-exceeded';
  if (type === ICMP.unreachable) return UNREACHABLE_NAMES.get(code) ?? `unreachable code ${String(code)}`;
  return `type ${String(type)} code ${String(code)}`;
}

function icmpv6Name(type: bigint): string {
  return ICMPV6_NAMES.get(type) ?? `type ${String(type)}`;
}

/** Whose MAC neighbour discovery speaks of. */
function printTarget({ headers: { nd_target } }: Packet): string {
  return nd_target === undefined ? '' : ` for ${printAddress(createAddress(6, nd_target))}`;
}

const ICMPV6_NAMES: ReadonlyMap<bigint, string> = new Map([
  [ICMPV6.unreachable, 'unreachable'],
  [ICMPV6.packetTooBig, 'packet-too-big'],
  [ICMPV6.timeExceeded, 'time-exceeded'],
  [ICMPV6.echoRequest, 'echo-request'],
  [ICMPV6.echoReply, 'echo-reply'],
  [ICMPV6.routerSolicitation, 'router-solicitation'],
  [ICMPV6.routerAdvertisement, 'router-advertisement'],
  [ICMPV6.neighborSolicitation, 'neighbor-solicitation'],
  [ICMPV6.neighborAdvertisement, 'neighbor-advertisement'],
]);

/** `syn`, `syn,ack`, `rst,ack` … in the order of the bits people say them. */
function tcpFlagNames(flags: number): string {
  const order = ['syn', 'fin', 'rst', 'psh', 'ack'] as const;
  return order.filter((name) => (flags & TCP_FLAG[name]) !== 0).join(',') || 'no flags';
}

/** DHCP's ports (RFC 2131) are worth their own word. */
function dhcpName({ headers }: Packet): string | undefined {
  const ports = [headers.udp_src, headers.udp_dst];
  return ports.includes(67n) && ports.includes(68n) ? 'dhcp' : undefined;
}
