import { namespaceDaemons } from '../daemon-files.ts';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** radvd and the metadata proxy of each router. */
export function namespaceDaemonSection({ plan }: HostView): Section {
  const entries = plan.namespaces.flatMap((namespace) =>
    namespaceDaemons(namespace).map(({ file, command, purpose }) =>
      entry(namespace.element, purpose, sh`namespace_daemon ${namespace.name} ${file} ${command}`),
    ),
  );
  return { name: 'namespace-daemons', title: 'daemons of the routers', neutron: 'linux/ra.py DaemonMonitor; metadata/driver.py', entries };
}
