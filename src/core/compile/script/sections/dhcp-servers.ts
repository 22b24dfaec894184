import { dnsmasqArguments } from '../dnsmasq.ts';
import type { HostView } from '../host-view.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { continued, sh } from '../shell-quote.ts';

/** dnsmasq of each network; it wants its namespace complete. */
export function dhcpServerSection({ plan }: HostView): Section {
  const entries = plan.namespaces.flatMap((namespace): Entry[] => {
    const { dhcp } = namespace;
    if (!dhcp) return [];
    const options = dnsmasqArguments(dhcp).map(({ option, file }) =>
      file === undefined ? sh`${option}` : sh`${option}="$OSTOPO_STATE"/dhcp/${dhcp.networkUuid}/${file}`,
    );
    return [
      entry(
        dhcp.network,
        `dnsmasq for ${dhcp.leases.length} addresses`,
        continued(sh`dhcp_server ${namespace.name} ${dhcp.networkUuid}`, ...options),
      ),
    ];
  });
  return { name: 'dhcp-servers', title: 'DHCP servers', neutron: 'linux/dhcp.py Dnsmasq.spawn_process', entries };
}
