import type { BandwidthLimit, PacketLimit } from '#core/model';
import type { PlannedPort } from '#core/plan';
import type { Facts } from './facts.ts';

/** What limits and marks a port's traffic. */
export function qosRows({ qos }: PlannedPort): Facts['rows'] {
  const { ingress, egress, packets, guaranteedKbps: guaranteed, dscp } = qos;
  const limits = [
    ...ofBits('sends', egress),
    ...ofPackets('sends', packets.egress),
    ...ofBits('receives', ingress),
    ...ofPackets('receives', packets.ingress),
  ];
  const kept = [
    ...(guaranteed.egress === undefined ? [] : [`${guaranteed.egress} kbit/s of what it sends`]),
    ...(guaranteed.ingress === undefined ? [] : [`${guaranteed.ingress} kbit/s of what it receives`]),
  ];
  return [
    ...(kept.length > 0 ? [['guaranteed', kept.join('\n')] as const] : []),
    ...(limits.length > 0 ? [['limits', limits.join('\n')] as const] : []),
    ...(dscp === undefined ? [] : [['DSCP', String(dscp)] as const]),
  ];
}

function ofBits(does: string, limit: BandwidthLimit | undefined): string[] {
  return limit
    ? [`${does} at most ${limit.rateKbps} kbit/s${limit.burstKbits === undefined ? '' : `, ${limit.burstKbits} kbit at once`}`]
    : [];
}

function ofPackets(does: string, limit: PacketLimit | undefined): string[] {
  return limit
    ? [`${does} at most ${limit.ratePps} packets/s${limit.burstPackets === undefined ? '' : `, ${limit.burstPackets} at once`}`]
    : [];
}
