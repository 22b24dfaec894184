import type { HostView } from '../host-view.ts';
import { addressSetPath, rulesPath } from '../script-files.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The address sets first, because the rules name them; then the host's own tables, before any port is plugged in. */
export function firewallSection({ plan, compiled }: HostView): Section {
  const sets = compiled.addressSets.map((set) =>
    entry(
      set.element,
      `${set.members.length} addresses as an IPv${set.version} set`,
      sh`address_set ${set.name} "$here"/${addressSetPath(set.name)}`,
    ),
  );
  const rules = compiled.rulesets
    .filter(({ namespace }) => namespace === undefined)
    .map(({ version }) =>
      entry(
        plan.id,
        `security groups of the VMs, IPv${version}`,
        sh`host_rules ${version === 4 ? 'iptables' : 'ip6tables'} "$here"/${rulesPath(undefined, version)}`,
      ),
    );
  return { title: 'Packet filter of the host', entries: [...sets, ...rules] };
}
