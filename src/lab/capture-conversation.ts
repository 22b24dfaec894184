import type { PlannedFabric } from '#core/plan';
import { capturePhysicalNetwork, captureUnderlay } from './capture-underlay.ts';
import type { Conversation } from './conversation.ts';
import { type PhysicalFrame, physicalFrames } from './physical-frame.ts';
import type { Room } from './room.ts';
import { type UnderlayPacket, underlayPackets } from './underlay-packet.ts';
import { physicalBridge } from './wire-underlay.ts';

/** The packets of a conversation between the hosts. */
export interface Captured {
  readonly packets: readonly UnderlayPacket[];
  readonly frames: readonly PhysicalFrame[];
}

/** Captures a conversation on the underlay and on the cable of every physical network. */
export async function captureConversation(underlay: Room, fabric: PlannedFabric, conversation: Conversation): Promise<ConversationCapture> {
  const tunnels = await captureUnderlay(underlay, fabric);
  const cables = await Promise.all(
    fabric.physicalNetworks.map(async ({ name }, i) => ({ name, capture: await capturePhysicalNetwork(underlay, physicalBridge(i)) })),
  );
  return {
    read: () => ({
      packets: underlayPackets(tunnels.frames(), fabric, conversation),
      frames: cables.flatMap(({ name, capture }) => physicalFrames(capture.frames(), name, conversation)),
    }),
    end: async () => {
      await Promise.all([tunnels, ...cables.map(({ capture }) => capture)].map((capture) => capture.end()));
    },
  };
}

/** A capture that runs until it is ended. */
export interface ConversationCapture {
  /** What was seen so far. */
  readonly read: () => Captured;
  readonly end: () => Promise<void>;
}
