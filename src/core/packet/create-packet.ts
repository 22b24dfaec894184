import type { IpAddress, MacAddress } from '#core/net';
import { BROADCAST_MAC } from '#core/net';
import type { HeaderValues, Packet, PacketBody } from './packet.ts';
import { ETHERTYPE, ICMP, ICMPV6, IP_PROTOCOL } from './protocol-numbers.ts';

const NO_DATA = new Uint8Array();

/** A body with nothing set: the base that makers and decoders fill in. */
export const EMPTY_BODY: PacketBody = {
  ipIdentification: 0,
  dontFragment: false,
  icmpIdentifier: 0,
  icmpSequence: 0,
  tcpFlags: 0,
  tcpSequence: 0,
  tcpAcknowledgement: 0,
  data: NO_DATA,
};

/** A frame from its headers; what of the body is not given is zero or empty. */
export function createPacket(headers: HeaderValues, body: Partial<PacketBody> = {}): Packet {
  return { headers: { vlan_tci: 0n, ...headers }, body: { ...EMPTY_BODY, ...body } };
}

/** The same frame with some headers replaced. */
export function withHeaders(packet: Packet, headers: HeaderValues): Packet {
  return { headers: { ...packet.headers, ...headers }, body: packet.body };
}

/** Who sends to whom, on the link and on the network. */
export interface PacketEnds {
  readonly sourceMac: MacAddress;
  readonly destinationMac: MacAddress;
  readonly source: IpAddress;
  readonly destination: IpAddress;
  /** 64 unless given. */
  readonly ttl?: number;
}

/** An IPv4 or IPv6 frame with no transport header yet, its version that of the source address. */
export function createIpPacket(ends: PacketEnds, protocol: bigint, headers: HeaderValues = {}, body: Partial<PacketBody> = {}): Packet {
  const common: HeaderValues = {
    eth_src: ends.sourceMac,
    eth_dst: ends.destinationMac,
    ip_proto: protocol,
    ip_dscp: 0n,
    ip_ecn: 0n,
    ip_ttl: BigInt(ends.ttl ?? 64),
  };
  const addresses: HeaderValues =
    ends.source.version === 4
      ? { eth_type: ETHERTYPE.ipv4, ip_src: ends.source.value, ip_dst: ends.destination.value }
      : { eth_type: ETHERTYPE.ipv6, ipv6_src: ends.source.value, ipv6_dst: ends.destination.value };
  return createPacket({ ...common, ...addresses, ...headers }, body);
}

/** An ICMP or ICMPv6 echo request. */
export function createEchoRequest(ends: PacketEnds, echo: Pick<PacketBody, 'icmpIdentifier' | 'icmpSequence' | 'data'>): Packet {
  return ends.source.version === 4
    ? createIpPacket(ends, IP_PROTOCOL.icmp, { icmp_type: ICMP.echoRequest, icmp_code: 0n }, echo)
    : createIpPacket(ends, IP_PROTOCOL.icmpv6, { icmpv6_type: ICMPV6.echoRequest, icmpv6_code: 0n }, echo);
}

/** An ARP question for `target`, to everybody (RFC 826). */
export function createArpRequest(sender: { readonly mac: MacAddress; readonly address: IpAddress }, target: IpAddress): Packet {
  return createPacket({
    eth_src: sender.mac,
    eth_dst: BROADCAST_MAC,
    eth_type: ETHERTYPE.arp,
    arp_op: 1n,
    arp_sha: sender.mac,
    arp_spa: sender.address.value,
    arp_tha: 0n,
    arp_tpa: target.value,
  });
}

/** The ARP answer of `mac` to a question for one of its addresses. */
export function createArpReply(request: Packet, mac: MacAddress): Packet {
  const { arp_sha = 0n, arp_spa = 0n, arp_tpa = 0n } = request.headers;
  return createPacket({
    eth_src: mac,
    eth_dst: arp_sha,
    eth_type: ETHERTYPE.arp,
    arp_op: 2n,
    arp_sha: mac,
    arp_spa: arp_tpa,
    arp_tha: arp_sha,
    arp_tpa: arp_spa,
  });
}
