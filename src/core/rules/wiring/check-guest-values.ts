import { type Finding, createFinding } from '#core/diagnostics';
import { type Vm, type VmPort, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4029 rates and marks that Neutron does not store, OST4030 a VM that listens on a port that does not exist. */
export const checkGuestValues: Rule = ({ topology }) => [
  ...topology.ports.flatMap((port) => [...rates(port), ...packetRates(port), ...guarantees(port), ...mark(port)]),
  ...topology.vms.flatMap(listens),
];

/** Neutron's `VALID_DSCP_MARKS` (neutron_lib/services/qos/constants.py). */
const DSCP_MARKS = [0, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30, 32, 34, 36, 38, 40, 46, 48, 56];

/** The largest `max_kbps` and `max_burst_kbps` the database holds: 31 bits. */
const MOST_KILOBITS = 2 ** 31 - 1;

function rates(port: VmPort): readonly Finding[] {
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const limit = port.qos[direction];
    const wrong = limit && [limit.rateKbps, limit.burstKbits ?? 1].find((value) => value < 1 || value > MOST_KILOBITS);
    if (wrong === undefined) return [];
    const message = `the ${direction} limit of ${describeElement(port)} has ${String(wrong)} kbit, and there are 1..${String(MOST_KILOBITS)}: nothing would pass, or Neutron refuses it. Write a rate in between, or remove the limit.`;
    return [createFinding('OST4029', { message, place: placeOf(port, `qos.${direction}`), element: port.id })];
  });
}

/** The highest rate and burst of a meter (OpenFlow 1.3) that is a whole number of Neutron's `max_kpps`. */
const MOST_PACKETS = 4_294_967_000;

function packetRates(port: VmPort): readonly Finding[] {
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const limit = port.qos.packets[direction];
    const wrong = limit && [limit.ratePps, limit.burstPackets ?? 1].find((value) => value < 1 || value > MOST_PACKETS);
    if (wrong === undefined) return [];
    const message = `the ${direction} limit of ${describeElement(port)} has ${String(wrong)} packets, and there are 1..${String(MOST_PACKETS)}: nothing would pass, or no meter holds it. Write a rate in between, or remove the limit.`;
    return [createFinding('OST4029', { message, place: placeOf(port, `qos.packets.${direction}`), element: port.id })];
  });
}

function guarantees(port: VmPort): readonly Finding[] {
  return (['ingress', 'egress'] as const).flatMap((direction) => {
    const rate = port.qos.guaranteedKbps[direction];
    if (rate === undefined || (rate >= 1 && rate <= MOST_KILOBITS)) return [];
    const message = `the ${direction} guarantee of ${describeElement(port)} has ${String(rate)} kbit, and there are 1..${String(MOST_KILOBITS)}: it says nothing, or Neutron refuses it. Write a rate in between, or remove the guarantee.`;
    return [createFinding('OST4029', { message, place: placeOf(port, `qos.guaranteed.${direction}`), element: port.id })];
  });
}

function mark(port: VmPort): readonly Finding[] {
  const { dscp } = port.qos;
  if (dscp === undefined || DSCP_MARKS.includes(dscp)) return [];
  const message = `${String(dscp)} is no DSCP mark Neutron stores for ${describeElement(port)}: it knows ${DSCP_MARKS.join(', ')}. Take one of these.`;
  return [createFinding('OST4029', { message, place: placeOf(port, 'qos.dscp'), element: port.id, data: { nearest: nearestMark(dscp) } })];
}

function nearestMark(dscp: number): number {
  return DSCP_MARKS.reduce((nearest, candidate) => (Math.abs(candidate - dscp) < Math.abs(nearest - dscp) ? candidate : nearest));
}

function listens(vm: Vm): readonly Finding[] {
  return vm.listens
    .filter(({ port }) => port < 1 || port > 65535)
    .map(({ port, protocol }) =>
      createFinding('OST4030', {
        message: `${describeElement(vm)} listens on ${protocol} port ${String(port)}, and there are 1..65535: no packet can name it. Take one of these.`,
        place: placeOf(vm, 'listens'),
        element: vm.id,
        data: { port },
      }),
    );
}
