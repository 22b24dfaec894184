/** Ethernet types (IANA IEEE 802 numbers). */
export const ETHERTYPE = { ipv4: 0x0800n, arp: 0x0806n, vlan: 0x8100n, ipv6: 0x86ddn } as const;

/** IP protocol numbers (IANA). */
export const IP_PROTOCOL = { icmp: 1n, tcp: 6n, udp: 17n, gre: 47n, icmpv6: 58n } as const;

/** ICMP types and the codes of destination unreachable (RFC 792, RFC 1191, RFC 1812). */
export const ICMP = {
  echoReply: 0n,
  unreachable: 3n,
  echoRequest: 8n,
  timeExceeded: 11n,
  netUnreachable: 0n,
  hostUnreachable: 1n,
  protocolUnreachable: 2n,
  portUnreachable: 3n,
  fragmentationNeeded: 4n,
} as const;

/** ICMPv6 types, the codes of destination unreachable and that of a parameter problem (RFC 4443, RFC 4861). */
export const ICMPV6 = {
  unreachable: 1n,
  packetTooBig: 2n,
  timeExceeded: 3n,
  parameterProblem: 4n,
  noRoute: 0n,
  addressUnreachable: 3n,
  portUnreachable: 4n,
  unknownNextHeader: 1n,
  echoRequest: 128n,
  echoReply: 129n,
  routerSolicitation: 133n,
  routerAdvertisement: 134n,
  neighborSolicitation: 135n,
  neighborAdvertisement: 136n,
} as const;

/** TCP flag bits (RFC 9293). */
export const TCP_FLAG = { fin: 0x01, syn: 0x02, rst: 0x04, psh: 0x08, ack: 0x10 } as const;
