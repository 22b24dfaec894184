import type { CompiledFabric } from '#core/compile';
import { sameAddress } from '#core/net';
import { tracePacket } from '#core/trace';
import type { Conversation } from './conversation.ts';
import { type PhysicalFrame, physicalFrames } from './physical-frame.ts';
import { type UnderlayPacket, underlayPackets } from './underlay-packet.ts';
import { UNDERLAY_BRIDGE } from './wire-underlay.ts';

/** What the trace says of a conversation: whether it is answered, and which packets cross the underlay and the physical networks. */
export interface Prediction {
  readonly isAnswered: boolean;
  /** For people: `delivered`, or where and why not. */
  readonly verdict: string;
  readonly packets: readonly UnderlayPacket[];
  /** By physical network, in the fabric's order. */
  readonly frames: readonly PhysicalFrame[];
}

/** Traces the conversation in the emulator; `undefined` when it meets something that is not modelled. */
export function predictUnderlay(compiled: CompiledFabric, conversation: Conversation): Prediction | undefined {
  const { from, to, packet } = conversation;
  const isCalledByOwnAddress = to.guest && sameAddress(to.guest.address, to.address);
  const target = to.guest && isCalledByOwnAddress ? to.guest.endpoint : ({ kind: 'address', address: to.address } as const);
  const trace = tracePacket(compiled, { from: from.endpoint, to: target, packet });
  if (trace.verdict === 'not-modelled') return undefined;
  const { fabric } = compiled.deployment;
  const between = trace.frames.filter(({ host, leg }) => host === undefined && leg !== 'prelude');
  const framesAt = (device: string) => between.filter((frame) => frame.device === device).map(({ bytes }) => bytes);
  const verdict = trace.reason ? `${trace.verdict} at ${trace.reason.at}: ${trace.reason.message}` : trace.verdict;
  return {
    isAnswered: trace.verdict === 'delivered',
    verdict,
    packets: underlayPackets(framesAt(UNDERLAY_BRIDGE), fabric, conversation),
    frames: fabric.physicalNetworks.flatMap(({ name }) => physicalFrames(framesAt(name), name, conversation)),
  };
}
