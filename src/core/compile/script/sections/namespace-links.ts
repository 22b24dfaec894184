import { printMac } from '#core/net';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The links of distributed routers to the floating address namespaces of the host, each made once for its two ends. */
export function namespaceLinkSection({ plan }: HostView): Section {
  const ends = plan.namespaces.flatMap((namespace) => namespace.veths.map((end) => ({ namespace, end })));
  return {
    name: 'namespace-links',
    title: 'links between namespaces',
    neutron: 'dvr_fip_ns.py create_rtr_2_fip_link',
    entries: ends.flatMap(({ namespace, end }) => {
      const peer = ends.find(({ namespace: other, end: { name } }) => other.name === end.peer.namespace && name === end.peer.device);
      if (!peer || namespace.kind !== 'router') return [];
      const command = sh`namespace_link ${namespace.name} ${end.name} ${printMac(end.mac)} ${peer.namespace.name} ${peer.end.name} ${printMac(peer.end.mac)} ${end.mtuBytes}`;
      return [entry(end.element, `its link to ${peer.namespace.name}`, command)];
    }),
  };
}
