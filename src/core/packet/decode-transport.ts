import { fromBytes, numberAt } from './bytes.ts';
import type { HeaderValues, PacketBody } from './packet.ts';
import { ICMPV6, IP_PROTOCOL } from './protocol-numbers.ts';

/** Headers and body parts that one layer of a frame gave. */
export interface Decoded {
  readonly headers: HeaderValues;
  readonly body: Partial<PacketBody>;
}

/** Reads what follows an IP header; a protocol not understood, or one cut short, stays data. */
export function decodeTransport(protocol: bigint, bytes: Uint8Array): Decoded {
  const bare: Decoded = { headers: {}, body: { data: bytes.slice() } };
  if (protocol === IP_PROTOCOL.icmp && bytes.length >= 8) {
    return {
      headers: { icmp_type: fromBytes(bytes, 0, 1), icmp_code: fromBytes(bytes, 1, 1) },
      body: { ...icmpRest(bytes), data: bytes.slice(8) },
    };
  }
  if (protocol === IP_PROTOCOL.icmpv6 && bytes.length >= 8) return decodeIcmpv6(bytes);
  if (protocol === IP_PROTOCOL.tcp && bytes.length >= 20) return decodeTcp(bytes) ?? bare;
  if (protocol === IP_PROTOCOL.udp && bytes.length >= 8 && numberAt(bytes, 4, 2) === bytes.length) {
    return { headers: { udp_src: fromBytes(bytes, 0, 2), udp_dst: fromBytes(bytes, 2, 2) }, body: { data: bytes.slice(8) } };
  }
  return bare;
}

function icmpRest(bytes: Uint8Array) {
  return { icmpIdentifier: numberAt(bytes, 4, 2), icmpSequence: numberAt(bytes, 6, 2) };
}

function decodeIcmpv6(bytes: Uint8Array): Decoded {
  const type = fromBytes(bytes, 0, 1);
  const headers: HeaderValues = { icmpv6_type: type, icmpv6_code: fromBytes(bytes, 1, 1) };
  const isDiscovery = type === ICMPV6.neighborSolicitation || type === ICMPV6.neighborAdvertisement;
  if (!isDiscovery || bytes.length < 24) return { headers, body: { ...icmpRest(bytes), data: bytes.slice(8) } };
  const optionType = type === ICMPV6.neighborSolicitation ? 1 : 2;
  const hasOption = bytes.length >= 32 && bytes[24] === optionType && bytes[25] === 1;
  const option: HeaderValues = hasOption ? { [optionType === 1 ? 'nd_sll' : 'nd_tll']: fromBytes(bytes, 26, 6) } : {};
  return {
    headers: { ...headers, nd_target: fromBytes(bytes, 8, 16), ...option },
    body: { ...icmpRest(bytes), data: bytes.slice(hasOption ? 32 : 24) },
  };
}

function decodeTcp(bytes: Uint8Array): Decoded | undefined {
  const headerLength = ((bytes[12] ?? 0) >> 4) * 4;
  if (headerLength < 20 || headerLength > bytes.length) return undefined;
  return {
    headers: { tcp_src: fromBytes(bytes, 0, 2), tcp_dst: fromBytes(bytes, 2, 2) },
    body: {
      tcpSequence: numberAt(bytes, 4, 4),
      tcpAcknowledgement: numberAt(bytes, 8, 4),
      tcpFlags: bytes[13] ?? 0,
      data: bytes.slice(headerLength),
    },
  };
}
