import { joinBytes, toBytes } from './bytes.ts';
import { internetChecksum } from './checksum.ts';
import { encodeTransport } from './encode-transport.ts';
import type { Packet } from './packet.ts';
import { ETHERTYPE } from './protocol-numbers.ts';

/** How a frame is put into bytes. */
export interface EncodeOptions {
  /** Writes 0 (no checksum) into the UDP header, as tunnels over IPv4 do (RFC 7348 section 5). */
  readonly zeroUdpChecksum?: boolean;
}

/** The frame as a capture shows it: no padding, no frame check sequence, lengths and checksums filled in. */
export function encodeFrame(packet: Packet, options: EncodeOptions = {}): Uint8Array {
  const { eth_dst = 0n, eth_src = 0n, vlan_tci = 0n } = packet.headers;
  const tag = (vlan_tci & 0x1000n) === 0n ? [] : [...toBytes(ETHERTYPE.vlan, 2), ...toBytes(vlan_tci & 0xefffn, 2)];
  return joinBytes(
    toBytes(eth_dst, 6),
    toBytes(eth_src, 6),
    tag,
    toBytes(packet.headers.eth_type ?? 0n, 2),
    encodePayload(packet, options),
  );
}

/** Length of the IP packet in the frame, headers included; `undefined` when it is not IP. */
export function ipLength(packet: Packet): number | undefined {
  const { eth_type, ip_proto } = packet.headers;
  if (ip_proto === undefined || (eth_type !== ETHERTYPE.ipv4 && eth_type !== ETHERTYPE.ipv6)) return undefined;
  return encodePayload(packet, {}).length;
}

function encodePayload(packet: Packet, options: EncodeOptions): Uint8Array {
  const { eth_type, ip_proto } = packet.headers;
  if (eth_type === ETHERTYPE.arp && packet.headers.arp_op !== undefined) return encodeArp(packet);
  if (eth_type === ETHERTYPE.ipv4 && ip_proto !== undefined) return encodeIpv4(packet, ip_proto, options);
  if (eth_type === ETHERTYPE.ipv6 && ip_proto !== undefined) return encodeIpv6(packet, ip_proto, options);
  return packet.body.data;
}

/** RFC 826, Ethernet and IPv4. */
function encodeArp({ headers }: Packet): Uint8Array {
  return joinBytes(
    [0, 1, 8, 0, 6, 4],
    toBytes(headers.arp_op ?? 0n, 2),
    toBytes(headers.arp_sha ?? 0n, 6),
    toBytes(headers.arp_spa ?? 0n, 4),
    toBytes(headers.arp_tha ?? 0n, 6),
    toBytes(headers.arp_tpa ?? 0n, 4),
  );
}

/** RFC 791 without options, never fragmented. */
function encodeIpv4(packet: Packet, protocol: bigint, options: EncodeOptions): Uint8Array {
  const { headers, body } = packet;
  const payload = encodeTransport(packet, options);
  const header = joinBytes(
    [0x45, trafficClass(packet)],
    toBytes(20 + payload.length, 2),
    toBytes(body.ipIdentification, 2),
    [body.dontFragment ? 0x40 : 0, 0, Number(headers.ip_ttl ?? 0n), Number(protocol), 0, 0],
    toBytes(headers.ip_src ?? 0n, 4),
    toBytes(headers.ip_dst ?? 0n, 4),
  );
  header.set(toBytes(internetChecksum(header), 2), 10);
  return joinBytes(header, payload);
}

/** RFC 8200 without extension headers. */
function encodeIpv6(packet: Packet, protocol: bigint, options: EncodeOptions): Uint8Array {
  const { headers } = packet;
  const payload = encodeTransport(packet, options);
  const traffic = trafficClass(packet);
  return joinBytes(
    [0x60 | (traffic >> 4), (traffic & 0xf) << 4, 0, 0],
    toBytes(payload.length, 2),
    [Number(protocol), Number(headers.ip_ttl ?? 0n)],
    toBytes(headers.ipv6_src ?? 0n, 16),
    toBytes(headers.ipv6_dst ?? 0n, 16),
    payload,
  );
}

function trafficClass({ headers }: Packet): number {
  return Number(((headers.ip_dscp ?? 0n) << 2n) | (headers.ip_ecn ?? 0n));
}
