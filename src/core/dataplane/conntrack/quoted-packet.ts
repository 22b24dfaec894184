import type { IpAddress } from '#core/net';
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

/** What translation makes of the packet that an error quotes. */
export interface QuotedChange {
  readonly end: 'source' | 'destination';
  readonly becomes: { readonly address: IpAddress; readonly port: bigint | undefined };
}

/** The error with another address and port, or identifier, in the packet it quotes; the quoted checksums are kept true. IPv4 only. */
export function changeQuotedPacket(error: Packet, { end, becomes }: QuotedChange): Packet {
  const { data } = error.body;
  const headerBytes = ((data[0] ?? 0) & 0x0f) * 4;
  if (error.headers.icmp_type === undefined || data.length < headerBytes + 8) return error;
  const quoted = Uint8Array.from(data);
  const transport = TRANSPORT.get(BigInt(data[PROTOCOL_AT] ?? 0));
  const checksums = [10, ...(transport?.checksumAt === undefined ? [] : [headerBytes + transport.checksumAt])];
  const pseudo = transport?.hasPseudoHeader === true ? checksums : checksums.slice(0, 1);
  replaceBytes(quoted, end === 'source' ? 12 : 16, toBytes(becomes.address.value, 4), pseudo);
  const portAt = transport?.[end];
  if (portAt !== undefined && becomes.port !== undefined)
    replaceBytes(quoted, headerBytes + portAt, toBytes(becomes.port, 2), checksums.slice(1));
  return { headers: error.headers, body: { ...error.body, data: quoted } };
}

const PROTOCOL_AT = 9;

interface TransportLayout {
  /** Where, after the IP header, the port or identifier of each end stands. */
  readonly source: number;
  readonly destination: number;
  /** `undefined` where the eight quoted bytes do not reach it. */
  readonly checksumAt: number | undefined;
  readonly hasPseudoHeader: boolean;
}

const TRANSPORT: ReadonlyMap<bigint, TransportLayout> = new Map([
  [IP_PROTOCOL.tcp, { source: 0, destination: 2, checksumAt: undefined, hasPseudoHeader: true }],
  [IP_PROTOCOL.udp, { source: 0, destination: 2, checksumAt: 6, hasPseudoHeader: true }],
  [IP_PROTOCOL.icmp, { source: 4, destination: 4, checksumAt: 2, hasPseudoHeader: false }],
]);

/** Writes over an even stretch and corrects the checksums over it (RFC 1624). A UDP checksum of 0 means none and stays. */
function replaceBytes(bytes: Uint8Array, at: number, value: readonly number[], checksumsAt: readonly number[]): void {
  for (let i = 0; i < value.length; i += 2) {
    const [before, after] = [wordAt(bytes, at + i), wordAt(value, i)];
    bytes.set(value.slice(i, i + 2), at + i);
    for (const checksumAt of checksumsAt) {
      const old = wordAt(bytes, checksumAt);
      if (old === 0) continue;
      const sum = (~old & 0xffff) + (~before & 0xffff) + after;
      const folded = (sum & 0xffff) + (sum >>> 16);
      bytes.set(toBytes(~((folded & 0xffff) + (folded >>> 16)) & 0xffff, 2), checksumAt);
    }
  }
}

function wordAt(bytes: ArrayLike<number>, at: number): number {
  return ((bytes[at] ?? 0) << 8) | (bytes[at + 1] ?? 0);
}
