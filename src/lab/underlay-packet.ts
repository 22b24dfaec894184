import { type IpAddress, createAddress, printAddress, sameAddress } from '#core/net';
import { type Packet, decapsulate, decodeFrame } from '#core/packet';
import type { PlannedFabric } from '#core/plan';
import type { Conversation } from './conversation.ts';

/** What is compared of a packet on the underlay: who sends the tunnel packet to whom, the VNI, and the inner packet's ends, protocol and TTL. */
export interface UnderlayPacket {
  readonly outerSource: string;
  readonly outerDestination: string;
  readonly vni: number;
  readonly source: string;
  readonly destination: string;
  readonly protocol: number;
  readonly ttl: number;
}

/** The tunnel packets of a conversation, both directions, in the order of the frames; everything else on the wire is left out. */
export function underlayPackets(
  frames: readonly Uint8Array[],
  fabric: Pick<PlannedFabric, 'overlay' | 'overlayUdpPort'>,
  conversation: Conversation,
): UnderlayPacket[] {
  return frames.flatMap((frame) => {
    const outer = decodeFrame(frame);
    if (fabric.overlay !== 'gre' && outer.headers.udp_dst !== BigInt(fabric.overlayUdpPort)) return [];
    const tunnelled = decapsulate(outer, fabric.overlay);
    return tunnelled ? (describe(outer, tunnelled, conversation) ?? []) : [];
  });
}

/** `192.168.255.19 > 192.168.255.15 vni 22: 10.0.1.85 > 10.0.2.8 ttl 64`. */
export function printUnderlayPacket(packet: UnderlayPacket): string {
  return `${packet.outerSource} > ${packet.outerDestination} vni ${packet.vni}: ${packet.source} > ${packet.destination} ttl ${packet.ttl}`;
}

function describe(
  outer: Packet,
  { inner, tunnelId }: { readonly inner: Packet; readonly tunnelId: bigint },
  conversation: Conversation,
): UnderlayPacket | undefined {
  const [outerSource, outerDestination] = endsOf(outer);
  const [source, destination] = endsOf(inner);
  const { ip_proto, ip_ttl } = inner.headers;
  if (!outerSource || !outerDestination || !source || !destination || ip_proto === undefined || ip_ttl === undefined) return undefined;
  if (!isOfConversation(source, destination, conversation) || !PROTOCOLS[conversation.packet.protocol].includes(Number(ip_proto)))
    return undefined;
  return {
    outerSource: printAddress(outerSource),
    outerDestination: printAddress(outerDestination),
    vni: Number(tunnelId),
    source: printAddress(source),
    destination: printAddress(destination),
    protocol: Number(ip_proto),
    ttl: Number(ip_ttl),
  };
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

function endsOf({ headers }: Packet): [IpAddress | undefined, IpAddress | undefined] {
  const { ip_src, ip_dst, ipv6_src, ipv6_dst } = headers;
  if (ip_src !== undefined && ip_dst !== undefined) return [createAddress(4, ip_src), createAddress(4, ip_dst)];
  if (ipv6_src !== undefined && ipv6_dst !== undefined) return [createAddress(6, ipv6_src), createAddress(6, ipv6_dst)];
  return [undefined, undefined];
}
