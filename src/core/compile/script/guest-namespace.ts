import { qualifiedName } from '#core/base';
import type { PlannedVm } from '#core/plan';

/** The namespace that stands in for a VM where `OSTOPO_GUESTS=netns`: `vm-demo.vm-1`. Two tenants may have VMs of one name on one host. */
export function guestNamespace(vm: Pick<PlannedVm, 'id'>): string {
  return `vm-${qualifiedName(vm.id)}`;
}
