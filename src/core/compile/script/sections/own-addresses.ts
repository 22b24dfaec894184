import type { NamespaceDevice, NamespacePlan } from '#core/plan';

/** A namespace with the addresses and routes that the script itself puts on: all of them, or where there is keepalived only those that keepalived needs. */
export function withOwnAddresses(namespace: NamespacePlan): NamespacePlan {
  if (!namespace.keepalived) return namespace;
  return { ...namespace, devices: namespace.devices.filter((device) => !isVirtual(namespace, device)), routes: [] };
}

/** Whether a device's addresses are put on by keepalived, link-local ones included: the kernel must not make any. */
export function isVirtual({ keepalived }: NamespacePlan, { name }: NamespaceDevice): boolean {
  return keepalived !== undefined && keepalived.interface !== name;
}
