import { type ElementId, groupBy } from '#core/base';
import type { Hosts } from './deployment.ts';

/** What is on each host, in the order given; what is on several hosts is with each of them. */
export function groupByHosts<T extends { readonly hosts: Hosts }>(items: readonly T[]): ReadonlyMap<ElementId, readonly T[]> {
  const groups = groupBy(
    items.flatMap((item) => item.hosts.map((host) => ({ host, item }))),
    ({ host }) => host,
  );
  return new Map([...groups].map(([host, entries]) => [host, entries.map(({ item }) => item)]));
}
