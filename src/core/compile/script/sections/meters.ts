import { printMeter } from '#core/openflow';
import type { PortMeter } from '#core/compile';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The meters that flows name, which have to be there before them. */
export function meterSection({ compiled }: HostView): Section {
  const entries = compiled.bridges.flatMap(({ plan, meters }) =>
    meters.map((meter) => entry(meter.origin.element, describeMeter(meter), sh`meter ${plan.name} ${meter.id} ${printMeter(meter)}`)),
  );
  return {
    name: 'meters',
    title: 'meters of limited ports',
    neutron: 'qos_driver.py _update_meter_rate_limit; br_int.py create_meter, update_meter',
    entries,
  };
}

function describeMeter({ direction, unit, rate }: PortMeter): string {
  return `${direction === 'egress' ? 'sends' : 'receives'} at most ${rate} ${unit === 'pktps' ? 'packets/s' : 'kbit/s'}`;
}
