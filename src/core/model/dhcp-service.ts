import type { Fabric } from './fabric.ts';
import type { Subnet } from './tenant.ts';

/** Whether a DHCP agent serves a subnet, by a port and a namespace on a network host; with distributed DHCP none does. */
export function hasDhcpService({ distributedDhcp }: Pick<Fabric, 'distributedDhcp'>, { dhcp }: Pick<Subnet, 'dhcp'>): boolean {
  return dhcp.enabled && !distributedDhcp;
}
