import { type IpAddress, createAddress, sameAddress } from '#core/net';
import { type HeaderField, type Packet, withHeaders } from '#core/packet';

/** One side of a conversation as address translation sees it: its address, and its port or, on the side that asks, the identifier of an ICMP question. */
export interface Endpoint {
  readonly address: IpAddress;
  readonly port: bigint | undefined;
}

/** Who a packet comes from; `undefined` where it is no IP. */
export function sourceEndpoint({ headers, body }: Packet): Endpoint | undefined {
  const address = ipAddress(headers.ip_src, headers.ipv6_src);
  const port = headers.tcp_src ?? headers.udp_src ?? headers.sctp_src;
  return address && { address, port: isIcmp(headers) ? BigInt(body.icmpIdentifier) : port };
}

/** Who a packet goes to; `undefined` where it is no IP. */
export function destinationEndpoint({ headers }: Packet): Endpoint | undefined {
  const address = ipAddress(headers.ip_dst, headers.ipv6_dst);
  return address && { address, port: headers.tcp_dst ?? headers.udp_dst ?? headers.sctp_dst };
}

/** The packet as if it came from there; a port that is not given stays. */
export function withSource(packet: Packet, endpoint: Endpoint): Packet {
  return withEndpoint(packet, endpoint, { 4: 'ip_src', 6: 'ipv6_src' }, ['tcp_src', 'udp_src', 'sctp_src']);
}

/** The packet as if it went there; a port that is not given stays. */
export function withDestination(packet: Packet, endpoint: Endpoint): Packet {
  return withEndpoint(packet, endpoint, { 4: 'ip_dst', 6: 'ipv6_dst' }, ['tcp_dst', 'udp_dst', 'sctp_dst']);
}

/** Whether both are the same address and port. */
export function sameEndpoint(a: Endpoint, b: Endpoint): boolean {
  return sameAddress(a.address, b.address) && a.port === b.port;
}

function withEndpoint(
  packet: Packet,
  { address, port }: Endpoint,
  addressFields: Readonly<Record<4 | 6, HeaderField>>,
  portFields: readonly HeaderField[],
): Packet {
  const moved = withHeaders(packet, { [addressFields[address.version]]: address.value });
  if (port === undefined) return moved;
  if (isIcmp(packet.headers)) return { headers: moved.headers, body: { ...moved.body, icmpIdentifier: Number(port) } };
  const field = portFields.find((candidate) => packet.headers[candidate] !== undefined);
  return field ? withHeaders(moved, { [field]: port }) : moved;
}

function isIcmp(headers: Packet['headers']): boolean {
  return headers.icmp_type !== undefined || headers.icmpv6_type !== undefined;
}

function ipAddress(ipv4: bigint | undefined, ipv6: bigint | undefined): IpAddress | undefined {
  if (ipv4 !== undefined) return createAddress(4, ipv4);
  return ipv6 === undefined ? undefined : createAddress(6, ipv6);
}
