import fc from 'fast-check';
import { ETHERTYPE, type HeaderValues, IP_PROTOCOL, type Packet, type PacketBody, createPacket } from '#core/packet';

const bits = (count: number) => fc.bigInt({ min: 0n, max: (1n << BigInt(count)) - 1n });
const uint = (count: number) => fc.nat({ max: 2 ** count - 1 });
const data = fc.uint8Array({ maxLength: 40 });

const link = fc.record({
  eth_src: bits(48),
  eth_dst: bits(48),
  vlan_tci: fc.oneof(
    fc.constant(0n),
    bits(16).map((tci) => tci | 0x1000n),
  ),
});

const traffic = fc.record({ ip_dscp: bits(6), ip_ecn: bits(2), ip_ttl: bits(8) });

interface Parts {
  readonly headers: HeaderValues;
  readonly body: Partial<PacketBody>;
}

const rest = { icmpIdentifier: uint(16), icmpSequence: uint(16) };

const tcp = fc.record({
  headers: fc.record({ ip_proto: fc.constant(IP_PROTOCOL.tcp), tcp_src: bits(16), tcp_dst: bits(16) }),
  body: fc.record({ tcpFlags: uint(8), tcpSequence: uint(32), tcpAcknowledgement: uint(32), data }),
});
const udp = fc.record({
  headers: fc.record({ ip_proto: fc.constant(IP_PROTOCOL.udp), udp_src: bits(16), udp_dst: bits(16) }),
  body: fc.record({ data }),
});
const icmp = fc.record({
  headers: fc.record({ ip_proto: fc.constant(IP_PROTOCOL.icmp), icmp_type: bits(8), icmp_code: bits(8) }),
  body: fc.record({ ...rest, data }),
});
const icmpv6 = fc.record({
  headers: fc.record({ ip_proto: fc.constant(IP_PROTOCOL.icmpv6), icmpv6_type: fc.constantFrom(1n, 128n, 129n), icmpv6_code: bits(8) }),
  body: fc.record({ ...rest, data }),
});
const solicitation = fc.record({
  headers: fc.record({
    ip_proto: fc.constant(IP_PROTOCOL.icmpv6),
    icmpv6_type: fc.constant(135n),
    icmpv6_code: fc.constant(0n),
    nd_target: bits(128),
    nd_sll: bits(48),
  }),
  body: fc.record(rest),
});
const otherProtocol = fc.record({ headers: fc.record({ ip_proto: fc.constant(132n) }), body: fc.record({ data }) });

const ipv4 = fc
  .tuple(
    link,
    traffic,
    fc.record({ ip_src: bits(32), ip_dst: bits(32) }),
    fc.oneof<fc.Arbitrary<Parts>[]>(tcp, udp, icmp, otherProtocol),
    uint(16),
    fc.boolean(),
  )
  .map(([frame, ip, addresses, parts, ipIdentification, dontFragment]) =>
    createPacket(
      { ...frame, eth_type: ETHERTYPE.ipv4, ...ip, ...addresses, ...parts.headers },
      { ...parts.body, ipIdentification, dontFragment },
    ),
  );

const ipv6 = fc
  .tuple(
    link,
    traffic,
    fc.record({ ipv6_src: bits(128), ipv6_dst: bits(128) }),
    fc.oneof<fc.Arbitrary<Parts>[]>(tcp, udp, icmpv6, solicitation, otherProtocol),
  )
  .map(([frame, ip, addresses, parts]) =>
    createPacket({ ...frame, eth_type: ETHERTYPE.ipv6, ...ip, ...addresses, ...parts.headers }, parts.body),
  );

const arp = fc
  .tuple(link, fc.record({ arp_op: bits(16), arp_sha: bits(48), arp_spa: bits(32), arp_tha: bits(48), arp_tpa: bits(32) }))
  .map(([frame, fields]) => createPacket({ ...frame, eth_type: ETHERTYPE.arp, ...fields }));

const unknownType = fc.tuple(link, data).map(([frame, bytes]) => createPacket({ ...frame, eth_type: 0x88ccn }, { data: bytes }));

/** Any frame the model of a packet can hold. */
export const arbitraryPacket: fc.Arbitrary<Packet> = fc.oneof(ipv4, ipv6, arp, unknownType);
