import { type ElementId, groupByEach } from '#core/base';
import type { Hosts } from './deployment.ts';

/** What is on each host, in the order given; what is on several hosts is with each of them. */
export function groupByHosts<T extends { readonly hosts: Hosts }>(items: readonly T[]): ReadonlyMap<ElementId, readonly T[]> {
  return groupByEach(items, ({ hosts }) => hosts);
}
