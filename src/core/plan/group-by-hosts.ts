import type { ElementId } from '#core/base';
import type { Hosts } from './deployment.ts';

/** What is on each host, in the order given; what is on several hosts is with each of them. */
export function groupByHosts<T extends { readonly hosts: Hosts }>(items: readonly T[]): ReadonlyMap<ElementId, readonly T[]> {
  const groups = new Map<ElementId, T[]>();
  for (const item of items) {
    for (const host of item.hosts) {
      const group = groups.get(host);
      if (group) group.push(item);
      else groups.set(host, [item]);
    }
  }
  return groups;
}
