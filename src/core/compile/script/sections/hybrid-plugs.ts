import { qualifiedName } from '#core/base';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The Linux bridges of the hybrid firewall, and the veths that join them to br-int. */
export function hybridPlugSection({ plan }: HostView): Section {
  return {
    name: 'hybrid-plugs',
    title: 'Linux bridges between taps and br-int, where iptables filters',
    neutron: 'os-vif vif_plug_ovs/ovs.py _plug_bridge',
    entries: plan.hybridPlugs.map(({ port, qbr, qvb, qvo, mtuBytes }) =>
      entry(port, `Linux bridge of ${qualifiedName(port)}`, sh`hybrid_plug ${[qbr, qvb, qvo]} ${mtuBytes}`),
    ),
  };
}
