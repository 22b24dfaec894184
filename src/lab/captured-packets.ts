import { printAddress, printMac } from '#core/net';
import { decapsulate, decodeFrame, printPacket } from '#core/packet';
import { type TunnelSettings, tunnelTypeOf } from '#core/plan';
import { endsOf } from './conversation-packet.ts';
import { readPcap } from './read-pcap.ts';

/** A tunnel packet as it was captured: who sent it to whom, and what is inside. */
export interface CapturedPacket {
  readonly outerSource: string;
  readonly outerDestination: string;
  readonly vni: number;
  readonly sourceMac: string;
  readonly destinationMac: string;
  /** The inner packet as traces print it: `10.0.1.85 > 10.0.2.8 icmp echo-request ttl 64`. */
  readonly packet: string;
}

/** The fabric's tunnel packets of a capture file, in their order; what is no tunnel packet is left out. */
export function capturedPackets(file: Uint8Array, fabric: TunnelSettings): readonly CapturedPacket[] {
  return readPcap(file).flatMap((frame) => {
    const outer = decodeFrame(frame);
    const [source, destination] = endsOf(outer);
    const type = tunnelTypeOf(fabric, outer.headers);
    const tunnelled = type && decapsulate(outer, type);
    if (!source || !destination || !tunnelled) return [];
    const { inner, tunnelId } = tunnelled;
    return {
      outerSource: printAddress(source),
      outerDestination: printAddress(destination),
      vni: Number(tunnelId),
      sourceMac: printMac(inner.headers.eth_src ?? 0n),
      destinationMac: printMac(inner.headers.eth_dst ?? 0n),
      packet: printPacket(inner),
    };
  });
}
