import type { Prediction } from './predict-underlay.ts';
import { type UnderlayPacket, printUnderlayPacket } from './underlay-packet.ts';

/** What the real switches did. */
export interface Observation {
  readonly isAnswered: boolean;
  readonly packets: readonly UnderlayPacket[];
}

/** How the real network differs from the trace, a line for each difference; none means it is the same. */
export function compareWithTrace(
  predicted: Prediction,
  observed: Observation,
  protocol: 'icmp' | 'tcp' | 'udp' | 'arp' | 'dhcp',
): string[] {
  const differences: string[] = [];
  if (predicted.isAnswered !== observed.isAnswered) {
    differences.push(`the trace says ${predicted.verdict}, and really the packet was ${observed.isAnswered ? 'answered' : 'not answered'}`);
  }
  // After the first packet and its answer a TCP connection goes on; a trace ends there.
  const goesOn = protocol === 'tcp' && observed.packets.length > predicted.packets.length;
  const seen = goesOn ? observed.packets.slice(0, predicted.packets.length) : observed.packets;
  for (let i = 0; i < Math.max(predicted.packets.length, seen.length); i++) {
    const [expected, found] = [printed(predicted.packets[i]), printed(seen[i])];
    if (expected !== found) differences.push(`underlay packet ${i + 1}: the trace has ${expected}, the capture ${found}`);
  }
  return differences;
}

function printed(packet: UnderlayPacket | undefined): string {
  return packet ? printUnderlayPacket(packet) : 'none';
}
