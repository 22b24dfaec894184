import type { HostView } from '../host-view.ts';
import { rulesPath } from '../script-files.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The host's own tables: the security groups of hybrid-plugged VMs. */
export function hostRuleSection({ plan, compiled }: HostView): Section {
  const entries = compiled.rulesets
    .filter(({ namespace }) => namespace === undefined)
    .map(({ version }) =>
      entry(
        plan.id,
        `security groups of the VMs, IPv${version}`,
        sh`host_rules ${version === 4 ? 'iptables' : 'ip6tables'} "$here"/${rulesPath(undefined, version)}`,
      ),
    );
  return { name: 'host-rules', title: 'packet filter of the host', neutron: 'iptables_firewall.py; iptables_manager.py apply', entries };
}
