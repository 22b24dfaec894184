import type { Uuid } from '#core/base';
import type { PortOwner } from './deployment.ts';

/** Prefixes of the devices Neutron and os-vif make for a port (neutron-dataplane 1.1). */
export type DevicePrefix = 'tap' | 'qvo' | 'qvb' | 'qbr' | AgentDevicePrefix;

/** Of the devices that Neutron's agents make in namespaces. */
export type AgentDevicePrefix = 'tap' | 'qr-' | 'qg-' | 'sg-' | 'ha-' | 'fg-';

/** The prefix of a service port's device; `undefined` for a VM's port, whose devices the firewall driver decides. */
export function agentDevicePrefix(owner: PortOwner): AgentDevicePrefix | undefined {
  switch (owner) {
    case 'compute:nova':
      return undefined;
    case 'network:dhcp':
      return 'tap';
    case 'network:router_interface':
    case 'network:router_interface_distributed':
    case 'network:ha_router_replicated_interface':
      return 'qr-';
    case 'network:router_gateway':
      return 'qg-';
    case 'network:router_centralized_snat':
      return 'sg-';
    case 'network:router_ha_interface':
      return 'ha-';
    case 'network:floatingip_agent_gateway':
      return 'fg-';
  }
}

/** A port's device name as Neutron cuts it: the prefix and the first 11 characters of the UUID, `qvo95d96a75-a0`. */
export function deviceName(prefix: DevicePrefix, port: Uuid): string {
  return prefix + port.slice(0, 11);
}
