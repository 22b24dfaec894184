import { decodeFrame } from '#core/packet';
import type { Conversation } from './conversation.ts';
import { type ConversationPacket, describePacket } from './conversation-packet.ts';

/** What is compared of a frame on the cable of a physical network: its VLAN tag and the packet in it. */
export interface PhysicalFrame extends ConversationPacket {
  readonly physicalNetwork: string;
  /** `undefined`: without a tag. */
  readonly vlan: number | undefined;
}

/** The frames of a conversation on a physical network, both directions, in order; everything else on the cable is left out. */
export function physicalFrames(frames: readonly Uint8Array[], physicalNetwork: string, conversation: Conversation): PhysicalFrame[] {
  return frames.flatMap((bytes) => {
    const packet = decodeFrame(bytes);
    const described = describePacket(packet, conversation);
    const tag = packet.headers.vlan_tci ?? 0n;
    return described ? [{ physicalNetwork, vlan: tag === 0n ? undefined : Number(tag & VLAN_ID), ...described }] : [];
  });
}

/** `datacentre vlan 101: 10.0.1.85 > 10.0.2.8 ttl 64`. */
export function printPhysicalFrame({ physicalNetwork, vlan, source, destination, ttl }: PhysicalFrame): string {
  return `${physicalNetwork} ${vlan === undefined ? 'untagged' : `vlan ${vlan}`}: ${source} > ${destination} ttl ${ttl}`;
}

const VLAN_ID = 0xfffn;
