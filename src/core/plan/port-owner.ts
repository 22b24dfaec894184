import type { PortOwner } from './deployment.ts';

/** A router's port on a subnet of its tenants, whatever kind of router it is (Neutron's `ROUTER_INTERFACE_OWNERS`). */
export function isRouterInterface(owner: PortOwner): boolean {
  return (
    owner === 'network:router_interface' ||
    owner === 'network:router_interface_distributed' ||
    owner === 'network:ha_router_replicated_interface'
  );
}

/** A port of a guest: a network card of its own, or a VLAN on one (Neutron's `compute:` and trunk owners). */
export function isGuestPort(owner: PortOwner): boolean {
  return owner === 'compute:nova' || owner === 'trunk:subport';
}
