import type { HostView } from '../host-view.ts';
import { rulesPath } from '../script-files.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** The packet filters of the namespaces, which belong to the agents alone and are replaced as a whole. */
export function namespaceRuleSection({ plan, compiled }: HostView): Section {
  const filtered = new Set(compiled.rulesets.map(({ namespace }) => namespace));
  const entries = plan.namespaces
    .filter(({ name }) => filtered.has(name))
    .map(({ name, element }) =>
      entry(
        element,
        `packet filter of ${name}`,
        sh`namespace_rules ${name} iptables "$here"/${rulesPath(name, 4)}`,
        sh`namespace_rules ${name} ip6tables "$here"/${rulesPath(name, 6)}`,
      ),
    );
  return {
    name: 'namespace-rules',
    title: 'packet filters of the namespaces',
    neutron: 'router_info.py; iptables_manager.py apply',
    entries,
  };
}
