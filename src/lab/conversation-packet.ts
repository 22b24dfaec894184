import { type IpAddress, createAddress, printAddress, sameAddress } from '#core/net';
import type { Packet } from '#core/packet';
import type { Conversation } from './conversation.ts';

/** What is compared of a packet of a conversation, wherever it is met: its ends, protocol and TTL. */
export interface ConversationPacket {
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly ttl: number;
}

/** A packet as it is compared; `undefined` when it belongs to no direction of the conversation. */
export function describePacket(packet: Packet, conversation: Conversation): ConversationPacket | undefined {
  const [source, destination] = endsOf(packet);
  const { ip_proto, ip_ttl } = packet.headers;
  if (!source || !destination || ip_proto === undefined || ip_ttl === undefined) return undefined;
  if (!isOfConversation(source, destination, conversation) || !PROTOCOLS[conversation.packet.protocol].includes(Number(ip_proto)))
    return undefined;
  return { source: printAddress(source), destination: printAddress(destination), protocol: Number(ip_proto), ttl: Number(ip_ttl) };
}

/** Between the two ends; where a router may translate on the way, one end is enough to know the packet by. */
function isOfConversation(source: IpAddress, destination: IpAddress, { from, to }: Conversation): boolean {
  const isEnd = (address: IpAddress) =>
    [from.address, to.address, to.guest?.address ?? to.address].some((end) => sameAddress(end, address));
  const isTranslated =
    [from, to.guest].some((end) => end?.endpoint.kind === 'internet') || (to.guest && !sameAddress(to.guest.address, to.address));
  return isTranslated ? isEnd(source) || isEnd(destination) : isEnd(source) && isEnd(destination);
}

/** ICMP and ICMPv6; for UDP also ICMP, which is how a closed port answers. */
const PROTOCOLS: Readonly<Record<Conversation['packet']['protocol'], readonly number[]>> = {
  icmp: [1, 58],
  tcp: [6],
  udp: [17, 1, 58],
  arp: [],
  dhcp: [17],
};

/** Source and destination of an IP packet. */
export function endsOf({ headers }: Packet): [IpAddress | undefined, IpAddress | undefined] {
  const { ip_src, ip_dst, ipv6_src, ipv6_dst } = headers;
  if (ip_src !== undefined && ip_dst !== undefined) return [createAddress(4, ip_src), createAddress(4, ip_dst)];
  if (ipv6_src !== undefined && ipv6_dst !== undefined) return [createAddress(6, ipv6_src), createAddress(6, ipv6_dst)];
  return [undefined, undefined];
}
