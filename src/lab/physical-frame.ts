import { createMac, printMac } from '#core/net';
import { decodeFrame } from '#core/packet';
import type { Conversation } from './conversation.ts';
import { type ConversationPacket, describePacket } from './conversation-packet.ts';

/** What is compared of a frame on the cable of a physical network: who hands it to whom, its VLAN tag and the packet in it. */
export interface PhysicalFrame extends ConversationPacket {
  readonly physicalNetwork: string;
  readonly sourceMac: string;
  readonly destinationMac: string;
  /** `undefined`: without a tag. */
  readonly vlan: number | undefined;
}

/** The frames of a conversation on a physical network, both directions, in order; everything else on the cable is left out. */
export function physicalFrames(frames: readonly Uint8Array[], physicalNetwork: string, conversation: Conversation): PhysicalFrame[] {
  return frames.flatMap((bytes) => {
    const packet = decodeFrame(bytes);
    const described = describePacket(packet, conversation);
    if (!described) return [];
    const { eth_src = 0n, eth_dst = 0n, vlan_tci = 0n } = packet.headers;
    const [sourceMac, destinationMac] = [printMac(createMac(eth_src)), printMac(createMac(eth_dst))];
    return [{ physicalNetwork, sourceMac, destinationMac, vlan: vlan_tci === 0n ? undefined : Number(vlan_tci & VLAN_ID), ...described }];
  });
}

/** `datacentre fa:16:3e:00:00:01 > fa:16:3e:00:00:02 vlan 101: 10.0.1.85 > 10.0.2.8 ttl 64`. */
export function printPhysicalFrame({ physicalNetwork, sourceMac, destinationMac, vlan, source, destination, ttl }: PhysicalFrame): string {
  return `${physicalNetwork} ${sourceMac} > ${destinationMac} ${vlan === undefined ? 'untagged' : `vlan ${vlan}`}: ${source} > ${destination} ttl ${ttl}`;
}

const VLAN_ID = 0xfffn;
