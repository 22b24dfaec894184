import { namespaceDaemons } from '../daemon-files.ts';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** radvd and the metadata proxy of each router, and the metadata proxies of DHCP services. */
export function namespaceDaemonSection({ plan }: HostView): Section {
  const entries = plan.namespaces.flatMap((namespace) =>
    namespaceDaemons(namespace).map(({ file, command, purpose }) =>
      entry(namespace.element, purpose, sh`namespace_daemon ${namespace.name} ${file} ${command}`),
    ),
  );
  const isAlsoOfDhcp = plan.namespaces.some(({ kind, metadataProxy }) => kind === 'dhcp' && metadataProxy);
  const title = `daemons of the routers${isAlsoOfDhcp ? ' and DHCP services' : ''}`;
  return { name: 'namespace-daemons', title, neutron: 'linux/ra.py DaemonMonitor; metadata/driver.py', entries };
}
