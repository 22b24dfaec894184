import type { HostPlan } from '#core/plan';
import { CommandError } from '../exit-code.ts';

/** The hosts a command speaks of: all, or the one named; an unknown name is refused with the names there are. */
export function chooseHosts<T extends { readonly name: string }>(hosts: readonly T[], name: string | undefined): readonly T[] {
  return name === undefined ? hosts : [chooseByName(hosts, name, 'host')];
}

/** The one with that name. */
export function chooseByName<T extends { readonly name: string }>(items: readonly T[], name: string, what: 'host' | 'bridge'): T {
  const item = items.find((candidate) => candidate.name === name);
  if (!item)
    throw new CommandError(
      `no ${what} is named ${name}; there ${items.length === 1 ? 'is' : 'are'}: ${items.map((candidate) => candidate.name).join(', ') || 'none'}`,
    );
  return item;
}

/** Hosts that run Open vSwitch. */
export function switchingHosts(hosts: readonly HostPlan[]): readonly HostPlan[] {
  return hosts.filter((host) => host.bridges.length > 0);
}
