import { sortedBy } from '#core/base';
import type { BridgePlan, PlannedFabric, PlannedPort } from '#core/plan';
import type { PortMeter } from '../compiled.ts';
import type { HostContext } from './host-context.ts';
import { type IntegrationPort, integrationPorts } from './integration-port.ts';
import { stageOf } from './stage.ts';

const fromPackets = stageOf('br-int/qos-packet-rate', 'br_int.py apply_meter_to_port');
const fromBandwidth = stageOf('br-int/qos-bandwidth', 'br_int.py apply_meter_to_port');

/** The meters of a bridge: of br-int, for the limits of its ports. */
export function portMeters(context: HostContext, bridge: BridgePlan): readonly PortMeter[] {
  if (bridge.kind !== 'integration') return [];
  const meters = integrationPorts(context, bridge).flatMap((port) => metersOf(context.fabric, port));
  return sortedBy(meters, ({ id }) => id);
}

/**
 * The meters of a port. Neutron draws their numbers by chance and remembers them; these hang on the port's own number, which is as unique on the bridge and
 * stays: the largest of it is the largest meter that Open vSwitch has.
 */
export function metersOf(fabric: PlannedFabric, { port, ofport }: Pick<IntegrationPort, 'port' | 'ofport'>): readonly PortMeter[] {
  return (['egress', 'ingress'] as const).flatMap((direction, i) => {
    const id = METERS_PER_PORT * (ofport - 1) + i;
    const [packets, bandwidth] = [port.qos.packets[direction], fabric.bandwidthMeters ? port.qos[direction] : undefined];
    return [
      ...(packets ? limit(port, { id: id + 1, direction, unit: 'pktps', rate: packets.ratePps, burst: packets.burstPackets }) : []),
      ...(bandwidth ? limit(port, { id: id + 3, direction, unit: 'kbps', rate: bandwidth.rateKbps, burst: bandwidth.burstKbits }) : []),
    ];
  });
}

/** Packets sent and received, kilobits sent and received. */
const METERS_PER_PORT = 4;

/** Of rates and bursts of meters (OpenFlow 1.3, `struct ofp_meter_band_drop`). */
const MOST = 0xffff_ffff;

/** One that OpenFlow cannot say is a finding, and no meter; a burst of 0 is none, as in Neutron. */
function limit(port: PlannedPort, meter: Omit<PortMeter, 'origin'>): readonly PortMeter[] {
  if (meter.rate < 1 || Math.max(meter.rate, meter.burst ?? 0) > MOST) return [];
  const origin = (meter.unit === 'pktps' ? fromPackets : fromBandwidth)(port.id);
  return [{ ...meter, burst: meter.burst === 0 ? undefined : meter.burst, origin }];
}
