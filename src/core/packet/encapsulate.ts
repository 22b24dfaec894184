import type { IpAddress, MacAddress } from '#core/net';
import { fromBytes, joinBytes, toBytes } from './bytes.ts';
import { createIpPacket } from './create-packet.ts';
import { decodeFrame } from './decode-frame.ts';
import { encodeFrame } from './encode-frame.ts';
import type { Packet } from './packet.ts';
import { IP_PROTOCOL } from './protocol-numbers.ts';

/** The outside of a tunnel packet. */
export interface Encapsulation {
  readonly type: 'vxlan' | 'geneve' | 'gre';
  /** Virtual network identifier, or GRE key. */
  readonly tunnelId: bigint;
  /** UDP destination port; of no meaning for GRE. */
  readonly udpPort: number;
  readonly localIp: IpAddress;
  readonly remoteIp: IpAddress;
  readonly localMac: MacAddress;
  readonly remoteMac: MacAddress;
}

/**
 * Puts a frame into a VXLAN (RFC 7348), Geneve (RFC 8926) or keyed GRE (RFC 2890) packet as Open vSwitch does with `df_default=true`: TTL 64, do not fragment,
 * the UDP source port made from the inner flow. Over IPv4 it adds 50 bytes of IP packet to the inner one (42 for GRE).
 */
export function encapsulate(inner: Packet, tunnel: Encapsulation): Packet {
  const ends = { sourceMac: tunnel.localMac, destinationMac: tunnel.remoteMac, source: tunnel.localIp, destination: tunnel.remoteIp };
  const data = joinBytes(tunnelHeader(tunnel), encodeFrame(inner));
  const body = { dontFragment: true, data };
  if (tunnel.type === 'gre') return createIpPacket(ends, IP_PROTOCOL.gre, {}, body);
  const ports = { udp_src: BigInt(flowSourcePort(inner)), udp_dst: BigInt(tunnel.udpPort) };
  return createIpPacket(ends, IP_PROTOCOL.udp, ports, body);
}

/** Takes the inner frame and its tunnel id out of a packet that `encapsulate` made; `undefined` when the header is not of that type. */
export function decapsulate(outer: Packet, type: Encapsulation['type']): { readonly inner: Packet; readonly tunnelId: bigint } | undefined {
  const { data } = outer.body;
  if (type === 'gre') {
    if (fromBytes(data, 0, 4) !== 0x20006558n) return undefined;
    return { inner: decodeFrame(data.subarray(8)), tunnelId: fromBytes(data, 4, 4) };
  }
  if (fromBytes(data, 0, 4) !== (type === 'vxlan' ? 0x08000000n : 0x00006558n)) return undefined;
  return { inner: decodeFrame(data.subarray(8)), tunnelId: fromBytes(data, 4, 3) };
}

function tunnelHeader({ type, tunnelId }: Encapsulation): number[] {
  switch (type) {
    case 'vxlan':
      return [0x08, 0, 0, 0, ...toBytes(tunnelId, 3), 0];
    case 'geneve':
      return [0, 0, 0x65, 0x58, ...toBytes(tunnelId, 3), 0];
    case 'gre':
      return [0x20, 0, 0x65, 0x58, ...toBytes(tunnelId, 4)];
  }
}

/** A source port in 32768..61000 that is the same for every packet of an inner flow, so that the underlay can spread flows over paths. */
export function flowSourcePort({ headers }: Packet): number {
  const { eth_src, eth_dst, eth_type, ip_src, ip_dst, ipv6_src, ipv6_dst, ip_proto, tcp_src, tcp_dst, udp_src, udp_dst } = headers;
  const key = [eth_src, eth_dst, eth_type, ip_src, ip_dst, ipv6_src, ipv6_dst, ip_proto, tcp_src, tcp_dst, udp_src, udp_dst];
  return 32768 + (fnv1a(key.join(',')) % (61000 - 32768 + 1));
}

/** 32-bit FNV-1a over code units. */
function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193) >>> 0;
  return hash;
}
