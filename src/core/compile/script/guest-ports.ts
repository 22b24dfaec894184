import { type HostVm, type PlannedPort, deviceName, guestDevices } from '#core/plan';
import type { HostView } from './host-view.ts';

/** A port of a VM of the host, with the names of its two ends. */
export interface GuestPort {
  readonly vm: HostVm;
  readonly port: PlannedPort;
  /** The host's end: `tap` and the first 11 characters of the port's id (neutron-dataplane 1.1); a subport has that of its trunk's parent. */
  readonly tap: string;
  /** The guest's end: `eth0`, `eth1` … in the order of the VM's ports. */
  readonly device: string;
  /** Where it is in a trunk: the VLAN of its frames on the tap, 0 for none, and what stands in for the guest's own VLAN devices. */
  readonly trunk: { readonly vlan: number; readonly switch: string; readonly end: string; readonly port: string } | undefined;
  readonly mtuBytes: number;
}

/** The ports of all VMs of a host that the switch has; a virtual function's device is the card's. */
export function guestPorts({ plan, index }: HostView): GuestPort[] {
  return plan.vms.flatMap((id) => {
    const vm = index.vm(id);
    return guestDevices(vm.ports.map((port) => index.port(port))).flatMap(({ port, name, vlan }): GuestPort[] => {
      if (port.binding !== 'normal') return [];
      const card = port.trunk?.kind === 'subport' ? index.port(port.trunk.parent) : port;
      const { mtuBytes } = index.network(port.network);
      const trunk = port.trunk && {
        vlan: vlan?.id ?? 0,
        switch: deviceName('gbr', card.uuid),
        end: deviceName('gup', card.uuid),
        port: deviceName('gif', port.uuid),
      };
      return [{ vm, port, tap: deviceName('tap', card.uuid), device: name, trunk, mtuBytes }];
    });
  });
}
