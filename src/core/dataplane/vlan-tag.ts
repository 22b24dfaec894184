import { type Packet, withHeaders } from '#core/packet';
import { TAG_PRESENT } from './switch/pipeline-state.ts';

/** The VLAN a frame is tagged with, `undefined` without a tag. */
export function vlanOf({ headers }: Packet): number | undefined {
  const tci = headers.vlan_tci ?? 0n;
  return (tci & TAG_PRESENT) === 0n ? undefined : Number(tci & 0xfffn);
}

/** A frame with the tag of a VLAN in place of its own; `undefined`: without one. */
export function withVlan(packet: Packet, vlan: number | undefined): Packet {
  return withHeaders(packet, { vlan_tci: vlan === undefined ? 0n : TAG_PRESENT | BigInt(vlan) });
}
