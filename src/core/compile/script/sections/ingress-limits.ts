import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

const BITS_PER_KILOBIT = 1000;

/** What VMs may receive: a queue on the port in br-int. What they may send is columns of the port's interface (`vif-ports`); with `bandwidth-meters on` both are meters. */
export function ingressLimitSection({ plan, index, fabric }: HostView): Section {
  const entries = plan.bridges.flatMap((bridge) =>
    bridge.ports.flatMap((port) => {
      const limit = port.kind === 'vif' && !fabric.bandwidthMeters ? index.port(port.element).qos.ingress : undefined;
      if (!limit) return [];
      const [rate, burst] = [limit.rateKbps, limit.burstKbits ?? 0].map((kilobits) => kilobits * BITS_PER_KILOBIT);
      return [entry(port.element, `receives at most ${limit.rateKbps} kbit/s`, sh`ingress_limit ${port.name} ${rate ?? 0} ${burst ?? 0}`)];
    }),
  );
  return {
    name: 'ingress-limits',
    title: 'limits of what VMs receive',
    neutron: 'qos_driver.py _update_ingress_bandwidth_limit; ovs_lib.py update_ingress_bw_limit_for_port',
    entries,
  };
}
