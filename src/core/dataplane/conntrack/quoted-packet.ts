import { ETHERTYPE, IP_PROTOCOL, type Packet, decodeFrame, joinBytes, toBytes } from '#core/packet';

/** The packet an ICMP or ICMPv6 error quotes; `undefined` where it quotes less than the IP header and eight bytes, which hold ports and echo identifiers. */
export function readQuotedPacket({ headers, body: { data } }: Packet): Packet | undefined {
  const layout = headers.icmpv6_type === undefined ? IPV4 : IPV6;
  if (data.length < layout.headerBytes + 8) return undefined;
  return decodeFrame(joinBytes(toBytes(0, 12), toBytes(layout.ethertype, 2), fitLengths(data, layout)));
}

interface Layout {
  readonly ethertype: bigint;
  readonly headerBytes: number;
  /** Where the protocol number and the length stand, and how many bytes of the header the length counts. */
  readonly protocolAt: number;
  readonly lengthAt: number;
  readonly countedBytes: number;
}

const IPV4: Layout = { ethertype: ETHERTYPE.ipv4, headerBytes: 20, protocolAt: 9, lengthAt: 2, countedBytes: 20 };
const IPV6: Layout = { ethertype: ETHERTYPE.ipv6, headerBytes: 40, protocolAt: 6, lengthAt: 4, countedBytes: 0 };

/** Bytes of a TCP header without options, the longest that has to be there for its ports to be read. */
const TCP_HEADER_BYTES = 20;

/** Makes the lengths those of what is there, filled up to a whole TCP header. */
function fitLengths(data: Uint8Array, { headerBytes, protocolAt, lengthAt, countedBytes }: Layout): Uint8Array {
  const missing = Math.max(0, headerBytes + TCP_HEADER_BYTES - data.length);
  const quoted = joinBytes(data, new Uint8Array(missing));
  const transportBytes = quoted.length - headerBytes;
  quoted.set(toBytes(transportBytes + countedBytes, 2), lengthAt);
  if (quoted[protocolAt] === Number(IP_PROTOCOL.udp)) quoted.set(toBytes(transportBytes, 2), headerBytes + 4);
  if (quoted[protocolAt] === Number(IP_PROTOCOL.tcp)) quoted[headerBytes + 12] = 0x50;
  return quoted;
}
