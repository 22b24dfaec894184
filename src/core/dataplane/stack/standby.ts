import type { NamespaceDevice, NamespacePlan } from '#core/plan';

/** A namespace as it is while nothing has failed: that of a standby has no routes (`KeepalivedPlan.active`). */
export function asNothingFails(namespace: NamespacePlan): NamespacePlan {
  return namespace.keepalived?.active === false ? { ...namespace, routes: [] } : namespace;
}

/** Whether a device has no address at all while nothing has failed, not even a link-local one: keepalived of a standby has put none on. */
export function isSilent({ keepalived }: NamespacePlan, { name }: NamespaceDevice): boolean {
  return keepalived?.active === false && name !== keepalived.interface;
}
