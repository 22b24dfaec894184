import { compact } from '#core/base';
import { type Guarantee, hostGuarantees } from '#core/compile';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { continued, sh } from '../shell-quote.ts';

const BITS_PER_KILOBIT = 1000;

/** Bandwidth kept for ports: one set of queues, which every network card of the host has; flows choose the queue. */
export function guaranteeSection({ plan, index }: HostView): Section {
  const guarantees = hostGuarantees({ host: plan, index });
  const cards = plan.bridges.flatMap(({ ports }) => compact(ports.map(({ kind, name }) => (kind === 'uplink' ? name : undefined))));
  const why = guarantees.map(({ port, rateKbps }) => `${rateKbps} kbit/s for ${port.id}`).join(', ');
  return {
    name: 'guarantees',
    title: 'bandwidth kept for ports on the network cards',
    neutron: 'qos_driver.py update_minimum_bandwidth; ovs_lib.py update_minimum_bandwidth_queue',
    entries:
      guarantees.length > 0 && cards.length > 0
        ? [entry(plan.id, `keeps ${why}`, continued(sh`guarantees ${cards} --`, ...guarantees.map(printGuarantee)))]
        : [],
  };
}

/** A queue: its number, the port as Neutron names it, bits per second. */
function printGuarantee({ port, rateKbps, queue }: Guarantee) {
  return sh`${queue}=${port.uuid}=${rateKbps * BITS_PER_KILOBIT}`;
}
