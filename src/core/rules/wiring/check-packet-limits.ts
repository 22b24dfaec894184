import { type Finding, createFinding } from '#core/diagnostics';
import { type VmPort, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST5040 packet rates and bursts that Neutron, which counts in thousands, does not store; OST5041 limits of packets at SR-IOV ports. */
export const checkPacketLimits: Rule = ({ topology }) => topology.ports.flatMap((port) => [...oddRates(port), ...pastTheSwitch(port)]);

const DIRECTIONS = ['ingress', 'egress'] as const;

/** Neutron's `max_kpps` and `max_burst_kpps` are whole numbers of this. */
const THOUSAND = 1000;

function oddRates(port: VmPort): readonly Finding[] {
  return DIRECTIONS.flatMap((direction) => {
    const { ratePps, burstPackets } = port.qos.packets[direction] ?? {};
    return [...oddRate(port, `${direction}.rate`, ratePps), ...oddRate(port, `${direction}.burst`, burstPackets)];
  });
}

function oddRate(port: VmPort, part: string, packets: number | undefined): readonly Finding[] {
  if (packets === undefined || packets < 1 || packets % THOUSAND === 0) return [];
  const nearest = `${String(Math.max(1, Math.round(packets / THOUSAND)))}kpps`;
  const message = `${String(packets)}pps of ${describeElement(port)} cannot be stored by Neutron, which counts packets in thousands. Write ${nearest}.`;
  return [createFinding('OST5040', { message, place: placeOf(port, `qos.packets.${part}`), element: port.id, data: { nearest } })];
}

function pastTheSwitch(port: VmPort): readonly Finding[] {
  if (port.binding === 'normal') return [];
  return DIRECTIONS.filter((direction) => port.qos.packets[direction]).map((direction) => {
    const message = `the packets of ${describeElement(port)} pass by the switch (\`binding ${port.binding}\`), where their meter would be: the SR-IOV agent limits bandwidth alone. Limit its bandwidth, or remove the limit.`;
    return createFinding('OST5041', { message, place: placeOf(port, `qos.packets.${direction}`), element: port.id });
  });
}
