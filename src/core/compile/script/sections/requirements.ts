import { printPrefix } from '#core/net';
import { namespaceDaemons } from '../daemon-files.ts';
import type { HostView } from '../host-view.ts';
import { type ShellText, sh } from '../shell-quote.ts';

/** Everything that can be known to be wrong before something is changed. */
export function requirements({ plan, compiled }: HostView): ShellText[] {
  const commands: ShellText[] = [sh`require_settings`, sh`require_root`, sh`require_tools ${toolsOf(compiled)}`, sh`require_open_vswitch`];
  if (plan.tunnel && plan.tunnel.bridge === undefined) commands.push(sh`require_address ${printPrefix(plan.tunnel.address)}`);
  if (hasHostRules(compiled)) commands.push(sh`require_free_chains iptables`, sh`require_free_chains ip6tables`);
  if (plan.hybridPlugs.length > 0) commands.push(sh`require_bridge_filtering`);
  return commands;
}

function toolsOf(compiled: HostView['compiled']): string[] {
  const tools = ['ovs-vsctl', 'ovs-ofctl', 'ovs-appctl', 'ip', 'grep', 'sed', 'tac'];
  if (compiled.rulesets.length > 0) tools.push('iptables', 'iptables-restore', 'ip6tables', 'ip6tables-restore');
  if (compiled.addressSets.length > 0) tools.push('ipset');
  if (compiled.plan.namespaces.length > 0) tools.push('sysctl');
  if (compiled.plan.namespaces.some(({ dhcp }) => dhcp)) tools.push('dnsmasq');
  if (compiled.plan.namespaces.some(({ keepalived }) => keepalived)) tools.push('keepalived');
  const daemons = compiled.plan.namespaces.flatMap(namespaceDaemons);
  return [...tools, ...new Set(daemons.flatMap(({ command }) => command.slice(0, 1)))];
}

function hasHostRules({ rulesets }: HostView['compiled']): boolean {
  return rulesets.some(({ namespace }) => namespace === undefined);
}
