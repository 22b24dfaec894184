import type { PlannedPort, PlannedVm } from '#core/plan';
import type { HostView } from './host-view.ts';

/** A port of a VM of the host, with the names of its two ends. */
export interface GuestPort {
  readonly vm: PlannedVm;
  readonly port: PlannedPort;
  /** The host's end: `tap` and the first 11 characters of the port's id (neutron-dataplane 1.1). */
  readonly tap: string;
  /** The guest's end: `eth0`, `eth1` … in the order of the VM's ports. */
  readonly device: string;
  readonly mtuBytes: number;
}

/** The ports of all VMs of a host that the switch has; a virtual function's device is the card's. */
export function guestPorts({ plan, index }: HostView): GuestPort[] {
  return plan.vms.flatMap((id) => {
    const vm = index.vm(id);
    return vm.ports.flatMap((portId, position) => {
      const port = index.port(portId);
      if (port.binding !== 'normal') return [];
      const { mtuBytes } = index.network(port.network);
      return [{ vm, port, tap: `tap${port.uuid.slice(0, 11)}`, device: `eth${position}`, mtuBytes }];
    });
  });
}
