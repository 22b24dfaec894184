/**
 * Header fields that travel on the wire, by OpenFlow's names (ovs-fields(7)). `vlan_tci` is 0 on an untagged frame and has bit 0x1000 set
 * on a tagged one; `vlan_vid` and `vlan_pcp` are views of it and are not stored.
 */
export type HeaderField =
  | 'eth_src'
  | 'eth_dst'
  | 'eth_type'
  | 'vlan_tci'
  | 'ip_src'
  | 'ip_dst'
  | 'ipv6_src'
  | 'ipv6_dst'
  | 'ip_proto'
  | 'ip_dscp'
  | 'ip_ecn'
  | 'ip_ttl'
  | 'tcp_src'
  | 'tcp_dst'
  | 'udp_src'
  | 'udp_dst'
  | 'sctp_src'
  | 'sctp_dst'
  | 'icmp_type'
  | 'icmp_code'
  | 'icmpv6_type'
  | 'icmpv6_code'
  | 'nd_target'
  | 'nd_sll'
  | 'nd_tll'
  | 'arp_op'
  | 'arp_spa'
  | 'arp_tpa'
  | 'arp_sha'
  | 'arp_tha';

/** Values of the fields a frame has; a field of another protocol is absent. */
export type HeaderValues = Readonly<Partial<Record<HeaderField, bigint>>>;

/** What no flow matches but bytes need. */
export interface PacketBody {
  readonly ipIdentification: number;
  readonly dontFragment: boolean;
  /** ICMP echo. */
  readonly icmpIdentifier: number;
  readonly icmpSequence: number;
  /** TCP flag bits as on the wire: SYN 0x02, ACK 0x10, RST 0x04, FIN 0x01. */
  readonly tcpFlags: number;
  readonly tcpSequence: number;
  readonly tcpAcknowledgement: number;
  /** Data after the last header: UDP and TCP payload, ICMP data, or everything after an Ethernet type not understood. */
  readonly data: Uint8Array;
}

/** An Ethernet frame: its headers as fields, and the rest. */
export interface Packet {
  readonly headers: HeaderValues;
  readonly body: PacketBody;
}
