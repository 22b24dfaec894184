import type { HostView } from '../host-view.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** keepalived of each replica of a highly available router; it wants its namespace complete, but for what keepalived itself puts on. */
export function routerReplicaSection({ plan }: HostView): Section {
  const entries = plan.namespaces.flatMap(({ name, element, keepalived }): Entry[] =>
    keepalived
      ? [
          entry(
            element,
            `keepalived of ${keepalived.active ? 'the replica meant to be active' : 'a standby'}`,
            sh`router_replica ${name} ${keepalived.routerUuid}`,
          ),
        ]
      : [],
  );
  return { name: 'router-replicas', title: 'highly available routers', neutron: 'linux/keepalived.py KeepalivedManager.spawn', entries };
}
