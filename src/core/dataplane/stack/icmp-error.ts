import { assertNever } from '#core/base';
import { createAddress, createMac, isMulticastMac } from '#core/net';
import { ICMP, IP_PROTOCOL, type Packet, createIpPacket, encodeFrame } from '#core/packet';
import type { Flight } from '../event.ts';
import { type Network, beginMessage } from '../network.ts';
import { findRoute } from './find-route.ts';
import { sendPacket } from './send-packet.ts';
import type { Stack } from './stack.ts';

/** Why a packet is sent back. */
export type IcmpError =
  | { readonly kind: 'time-exceeded' | 'net-unreachable' | 'host-unreachable' | 'port-unreachable' | 'protocol-unreachable' }
  | { readonly kind: 'fragmentation-needed'; readonly mtuBytes: number };

/**
 * Tells the sender of a packet why it was not delivered: from the address of the device the error leaves by, quoting the packet's IP header and first eight bytes
 * (RFC 792). Never about ICMP errors, broadcasts or packets without a proper source (RFC 1122 section 3.2.2).
 */
export function sendIcmpError(network: Network, flight: Flight, stack: Stack, error: IcmpError): void {
  const offender = flight.packet;
  if (!mayBeAnswered(offender)) return;
  const destination = createAddress(4, offender.headers.ip_src ?? 0n);
  const own = findRoute(stack, destination)?.device.addresses.find(({ address }) => address.version === 4);
  if (!own) return;
  const zero = createMac(0n);
  const ends = { sourceMac: zero, destinationMac: zero, source: own.address, destination };
  const [type, code] = typeAndCode(error);
  const nextHopMtu = error.kind === 'fragmentation-needed' ? error.mtuBytes : 0;
  const data = encodeFrame({ ...offender, headers: { ...offender.headers, vlan_tci: 0n } }).subarray(14, 14 + 28);
  const packet = createIpPacket(ends, IP_PROTOCOL.icmp, { icmp_type: type, icmp_code: code }, { icmpSequence: nextHopMtu, data });
  sendPacket(network, { message: beginMessage(network, 'error', flight.message), trail: undefined, packet }, stack);
}

function mayBeAnswered({ headers }: Packet): boolean {
  const isError = headers.ip_proto === IP_PROTOCOL.icmp && headers.icmp_type !== ICMP.echoRequest && headers.icmp_type !== ICMP.echoReply;
  const hasSource = headers.ip_src !== undefined && headers.ip_src !== 0n;
  return hasSource && !isError && headers.ip_dst !== 0xffffffffn && !isMulticastMac(headers.eth_dst ?? 0n);
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
