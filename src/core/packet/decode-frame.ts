import { fromBytes, numberAt } from './bytes.ts';
import { createPacket } from './create-packet.ts';
import { type Decoded, decodeTransport } from './decode-transport.ts';
import type { Packet } from './packet.ts';
import { ETHERTYPE } from './protocol-numbers.ts';

/**
 * Reads a captured frame. What the model of a packet cannot hold (IPv4 options, fragments, IPv6 extension headers) keeps its Ethernet header and stays
 * bytes in `data`, so that encoding gives it back unchanged. TCP options, checksums and padding are not kept. Frames shorter than an
 * Ethernet header read as if filled with zeros.
 */
export function decodeFrame(bytes: Uint8Array): Packet {
  const isTagged = fromBytes(bytes, 12, 2) === ETHERTYPE.vlan;
  const link = {
    eth_dst: fromBytes(bytes, 0, 6),
    eth_src: fromBytes(bytes, 6, 6),
    vlan_tci: isTagged ? fromBytes(bytes, 14, 2) | 0x1000n : 0n,
    eth_type: fromBytes(bytes, isTagged ? 16 : 12, 2),
  };
  const payload = bytes.subarray(isTagged ? 18 : 14);
  const decoded = decodeNetwork(link.eth_type, payload) ?? { headers: {}, body: { data: payload.slice() } };
  return createPacket({ ...link, ...decoded.headers }, decoded.body);
}

function decodeNetwork(ethertype: bigint, bytes: Uint8Array): Decoded | undefined {
  if (ethertype === ETHERTYPE.arp) return decodeArp(bytes);
  if (ethertype === ETHERTYPE.ipv4) return decodeIpv4(bytes);
  if (ethertype === ETHERTYPE.ipv6) return decodeIpv6(bytes);
  return undefined;
}

function decodeArp(bytes: Uint8Array): Decoded | undefined {
  if (bytes.length < 28 || fromBytes(bytes, 0, 6) !== 0x000108000604n) return undefined;
  return {
    headers: {
      arp_op: fromBytes(bytes, 6, 2),
      arp_sha: fromBytes(bytes, 8, 6),
      arp_spa: fromBytes(bytes, 14, 4),
      arp_tha: fromBytes(bytes, 18, 6),
      arp_tpa: fromBytes(bytes, 24, 4),
    },
    body: {},
  };
}

function decodeIpv4(bytes: Uint8Array): Decoded | undefined {
  const length = numberAt(bytes, 2, 2);
  const isFragment = (numberAt(bytes, 6, 2) & 0x3fff) !== 0;
  if (bytes[0] !== 0x45 || isFragment || length < 20 || length > bytes.length) return undefined;
  const headers = {
    ...trafficClass(bytes[1] ?? 0),
    ip_ttl: fromBytes(bytes, 8, 1),
    ip_proto: fromBytes(bytes, 9, 1),
    ip_src: fromBytes(bytes, 12, 4),
    ip_dst: fromBytes(bytes, 16, 4),
  };
  const transport = decodeTransport(headers.ip_proto, bytes.subarray(20, length));
  return {
    headers: { ...headers, ...transport.headers },
    body: { ...transport.body, ipIdentification: numberAt(bytes, 4, 2), dontFragment: ((bytes[6] ?? 0) & 0x40) !== 0 },
  };
}

/** Extension headers that stand between the IPv6 header and the transport (RFC 8200 section 4). */
const EXTENSION_HEADERS: ReadonlySet<number> = new Set([0, 43, 44, 51, 60]);

function decodeIpv6(bytes: Uint8Array): Decoded | undefined {
  const end = 40 + numberAt(bytes, 4, 2);
  if (((bytes[0] ?? 0) & 0xf0) !== 0x60 || end > bytes.length || EXTENSION_HEADERS.has(bytes[6] ?? 0)) return undefined;
  const headers = {
    ...trafficClass((numberAt(bytes, 0, 2) >> 4) & 0xff),
    ip_proto: fromBytes(bytes, 6, 1),
    ip_ttl: fromBytes(bytes, 7, 1),
    ipv6_src: fromBytes(bytes, 8, 16),
    ipv6_dst: fromBytes(bytes, 24, 16),
  };
  const transport = decodeTransport(headers.ip_proto, bytes.subarray(40, end));
  return { headers: { ...headers, ...transport.headers }, body: transport.body };
}

function trafficClass(octet: number) {
  return { ip_dscp: BigInt(octet >> 2), ip_ecn: BigInt(octet & 3) };
}
