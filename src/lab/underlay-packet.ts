import { printAddress } from '#core/net';
import { type Packet, decapsulate, decodeFrame } from '#core/packet';
import { type TunnelSettings, tunnelTypeOf } from '#core/plan';
import type { Conversation } from './conversation.ts';
import { type ConversationPacket, describePacket, endsOf } from './conversation-packet.ts';

/** What is compared of a packet on the underlay: who sends the tunnel packet to whom, the VNI, and the inner packet. */
export interface UnderlayPacket extends ConversationPacket {
  readonly outerSource: string;
  readonly outerDestination: string;
  readonly vni: number;
}

/** The tunnel packets of a conversation, both directions, in the order of the frames; everything else on the wire is left out. */
export function underlayPackets(frames: readonly Uint8Array[], fabric: TunnelSettings, conversation: Conversation): UnderlayPacket[] {
  return frames.flatMap((frame) => {
    const outer = decodeFrame(frame);
    const type = tunnelTypeOf(fabric, outer.headers);
    const tunnelled = type && decapsulate(outer, type);
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
  const described = describePacket(inner, conversation);
  if (!outerSource || !outerDestination || !described) return undefined;
  return { outerSource: printAddress(outerSource), outerDestination: printAddress(outerDestination), vni: Number(tunnelId), ...described };
}
