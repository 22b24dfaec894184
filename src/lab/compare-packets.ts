import type { Prediction } from './predict-underlay.ts';
import { type PhysicalFrame, printPhysicalFrame } from './physical-frame.ts';
import { type UnderlayPacket, printUnderlayPacket } from './underlay-packet.ts';

/** What the real switches did. */
export interface Observation {
  readonly isAnswered: boolean;
  readonly packets: readonly UnderlayPacket[];
  readonly frames: readonly PhysicalFrame[];
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
  return [
    ...differences,
    ...compareLines('underlay packet', predicted.packets.map(printUnderlayPacket), observed.packets.map(printUnderlayPacket), protocol),
    ...compareLines('frame', predicted.frames.map(printPhysicalFrame), observed.frames.map(printPhysicalFrame), protocol),
  ];
}

function compareLines(what: string, expected: readonly string[], observed: readonly string[], protocol: string): string[] {
  // After the first packet and its answer a TCP connection goes on; a trace ends there.
  const seen = protocol === 'tcp' ? observed.slice(0, expected.length) : observed;
  return Array.from({ length: Math.max(expected.length, seen.length) }, (_, i) => i).flatMap((i) => {
    const [says, shows] = [expected[i] ?? 'none', seen[i] ?? 'none'];
    return says === shows ? [] : [`${what} ${i + 1}: the trace has ${says}, the capture ${shows}`];
  });
}
