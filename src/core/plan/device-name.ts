import type { Uuid } from '#core/base';
import type { PortOwner } from './deployment.ts';

/** Prefixes of the devices Neutron and os-vif make for a port (neutron-dataplane 1.1). */
export type DevicePrefix = 'tap' | 'qvo' | 'qvb' | 'qbr' | 'tbr-' | TrunkPatchPrefix | AgentDevicePrefix | StandInPrefix;

/** Of the patches between a trunk's bridge and br-int: `t` or `s` for parent or subport, `i` or `t` for the end. Their names have 15 characters. */
export type TrunkPatchPrefix = 'tpi-' | 'tpt-' | 'spi-' | 'spt-';

/** Of the devices that Neutron's agents make in namespaces. */
export type AgentDevicePrefix = 'tap' | 'qr-' | 'qg-' | 'sg-' | 'ha-' | 'fg-';

/** Of what stands in a guest of a lab for the VLAN devices of a trunk: its switch, that one's end at the card, and a device for each port. Neutron has none of these. */
export type StandInPrefix = 'gbr' | 'gup' | 'gif';

/** The prefix of a service port's device; `undefined` for a VM's port, whose devices the firewall driver decides. */
export function agentDevicePrefix(owner: PortOwner): AgentDevicePrefix | undefined {
  switch (owner) {
    case 'compute:nova':
    case 'trunk:subport':
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

/** Neutron's DEVICE_NAME_LEN: one less than Linux has room for. */
const USUAL_NAME = 14;
/** Of the patches of trunks (neutron/services/trunk/drivers/openvswitch/agent/trunk_manager.py `get_br_int_port_name`). */
const LONGEST_NAME = 15;

/** The name of a port's or trunk's device as Neutron cuts it: `qvo95d96a75-a0`, `tbr-95d96a75-a`, `tpi-95d96a75-a0`. */
export function deviceName(prefix: DevicePrefix, port: Uuid): string {
  return (prefix + port).slice(0, isTrunkPatch(prefix) ? LONGEST_NAME : USUAL_NAME);
}

function isTrunkPatch(prefix: DevicePrefix): boolean {
  return prefix === 'tpi-' || prefix === 'tpt-' || prefix === 'spi-' || prefix === 'spt-';
}
