import type { Host } from '#core/model';

/** Whether the Open vSwitch agent runs on a host: VMs, routers and DHCP live only on compute and network hosts. */
export function hasOpenVswitch(host: Host): boolean {
  return host.roles.includes('compute') || host.roles.includes('network');
}
