import type { ElementId } from '#core/base';
import type { Network } from './tenant.ts';

/** Whether a tenant may put ports on a network: its own, and those that are shared with it (Neutron's `access_as_shared`). */
export function mayUse(tenant: ElementId, network: Network): boolean {
  return network.tenant === tenant || (network.shared && (network.sharedWith?.includes(tenant) ?? true));
}
