import { assertNever } from '#core/base';
import { type IpAddress, createMac, isMulticastMac } from '#core/net';
import { ICMP, ICMPV6, IP_PROTOCOL, type Packet, createIpPacket, encodeFrame } from '#core/packet';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { findRoute } from './find-route.ts';
import { sourceOf } from './ip-packet.ts';
import { isLinkLocal } from './ipv6-groups.ts';
import { sendPacket } from './send-packet.ts';
import type { Stack } from './stack.ts';

/** Why a packet is sent back. */
export type IcmpError =
  | { readonly kind: 'time-exceeded' | 'net-unreachable' | 'host-unreachable' | 'port-unreachable' | 'protocol-unreachable' }
  | { readonly kind: 'fragmentation-needed'; readonly mtuBytes: number };

/**
 * Tells the sender of a packet why it was not delivered: from the address of the device the error leaves by, quoting the packet's IP header and first eight bytes
 * (RFC 792), over IPv6 as much of it as fits the smallest MTU (RFC 4443). Never about ICMP errors, broadcasts or packets without a proper source (RFC 1122 section
 * 3.2.2).
 */
export function sendIcmpError(network: Network, flight: Flight, stack: Stack, error: IcmpError): void {
  const offender = flight.packet;
  const destination = sourceOf(offender);
  if (!destination || !mayBeAnswered(offender, destination)) return;
  const source = addressTowards(stack, destination);
  if (!source) return;
  const zero = createMac(0n);
  const ends = { sourceMac: zero, destinationMac: zero, source, destination };
  const packet = destination.version === 4 ? createError(ends, offender, error) : createError6(ends, offender, error);
  sendPacket(network, { message: beginMessage(network, 'error', flight.message), trail: undefined, packet }, stack);
}

function mayBeAnswered({ headers }: Packet, source: IpAddress): boolean {
  const isError = headers.ip_proto === IP_PROTOCOL.icmp && headers.icmp_type !== ICMP.echoRequest && headers.icmp_type !== ICMP.echoReply;
  const isError6 = headers.icmpv6_type !== undefined && headers.icmpv6_type < ICMPV6.echoRequest;
  return source.value !== 0n && !isError && !isError6 && headers.ip_dst !== 0xffffffffn && !isMulticastMac(headers.eth_dst ?? 0n);
}

/** An address of the device that leads there; over IPv6 one that is known beyond the link. */
function addressTowards(stack: Stack, destination: IpAddress): IpAddress | undefined {
  const own = findRoute(stack, destination)?.device.addresses.filter(({ address }) => address.version === destination.version) ?? [];
  const wide = own.find(({ address }) => isLinkLocal(address) === isLinkLocal(destination));
  return (wide ?? own[0])?.address;
}

type Ends = Parameters<typeof createIpPacket>[0];

/** IPv4 header and eight bytes of the quoted packet. */
const QUOTED_BYTES = 28;

function createError(ends: Ends, offender: Packet, error: IcmpError): Packet {
  const [type, code] = typeAndCode(error);
  const nextHopMtu = error.kind === 'fragmentation-needed' ? error.mtuBytes : 0;
  const data = quoted(offender, QUOTED_BYTES);
  return createIpPacket(ends, IP_PROTOCOL.icmp, { icmp_type: type, icmp_code: code }, { icmpSequence: nextHopMtu, data });
}

/** What is left of IPv6's smallest MTU of 1280 bytes behind the headers of IPv6 and ICMPv6. */
const QUOTED_BYTES_6 = 1232;

/** Where "packet too big" and "parameter problem" have their MTU and pointer: the next header's place in the IPv6 header. */
const NEXT_HEADER_OFFSET = 6;

function createError6(ends: Ends, offender: Packet, error: IcmpError): Packet {
  const [icmpv6_type, icmpv6_code] = typeAndCode6(error);
  const parameter = error.kind === 'fragmentation-needed' ? error.mtuBytes : error.kind === 'protocol-unreachable' ? NEXT_HEADER_OFFSET : 0;
  const rest = { icmpIdentifier: parameter >>> 16, icmpSequence: parameter & 0xffff, data: quoted(offender, QUOTED_BYTES_6) };
  return createIpPacket(ends, IP_PROTOCOL.icmpv6, { icmpv6_type, icmpv6_code }, rest);
}

const ETHERNET_BYTES = 14;

function quoted(offender: Packet, bytes: number): Uint8Array {
  const frame = encodeFrame({ ...offender, headers: { ...offender.headers, vlan_tci: 0n } });
  return frame.subarray(ETHERNET_BYTES, ETHERNET_BYTES + bytes);
}

function typeAndCode(error: IcmpError): readonly [bigint, bigint] {
  switch (error.kind) {
    case 'time-exceeded':
      return [ICMP.timeExceeded, 0n];
    case 'net-unreachable':
      return [ICMP.unreachable, ICMP.netUnreachable];
    case 'host-unreachable':
      return [ICMP.unreachable, ICMP.hostUnreachable];
    case 'protocol-unreachable':
      return [ICMP.unreachable, ICMP.protocolUnreachable];
    case 'port-unreachable':
      return [ICMP.unreachable, ICMP.portUnreachable];
    case 'fragmentation-needed':
      return [ICMP.unreachable, ICMP.fragmentationNeeded];
    default:
      return assertNever(error);
  }
}

/** RFC 4443 section 3. */
function typeAndCode6(error: IcmpError): readonly [bigint, bigint] {
  switch (error.kind) {
    case 'time-exceeded':
      return [ICMPV6.timeExceeded, 0n];
    case 'net-unreachable':
      return [ICMPV6.unreachable, ICMPV6.noRoute];
    case 'host-unreachable':
      return [ICMPV6.unreachable, ICMPV6.addressUnreachable];
    case 'protocol-unreachable':
      return [ICMPV6.parameterProblem, ICMPV6.unknownNextHeader];
    case 'port-unreachable':
      return [ICMPV6.unreachable, ICMPV6.portUnreachable];
    case 'fragmentation-needed':
      return [ICMPV6.packetTooBig, 0n];
    default:
      return assertNever(error);
  }
}
