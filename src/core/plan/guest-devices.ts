import type { PlannedPort } from './deployment.ts';

/** A network device inside a guest. */
export interface GuestDevice {
  readonly port: PlannedPort;
  /** `eth0`, `eth1` … in the order of the VM's ports; a subport's is a VLAN on its parent's, `eth0.101`. */
  readonly name: string;
  /** The VLAN tag that its frames carry, and the device that sends them so. */
  readonly vlan: { readonly id: number; readonly on: string } | undefined;
}

/** The devices of a VM, from its ports: one for each, cards first. */
export function guestDevices(ports: readonly PlannedPort[]): readonly GuestDevice[] {
  const cards = ports
    .filter(({ trunk }) => trunk?.kind !== 'subport')
    .map((port, i): GuestDevice => ({ port, name: `eth${String(i)}`, vlan: undefined }));
  const nameOf = new Map(cards.map(({ port, name }) => [port.id, name]));
  const vlans = ports.flatMap((port): readonly GuestDevice[] => {
    const on = port.trunk?.kind === 'subport' ? nameOf.get(port.trunk.parent) : undefined;
    return on === undefined || port.trunk?.kind !== 'subport'
      ? []
      : [{ port, name: `${on}.${String(port.trunk.vlan)}`, vlan: { id: port.trunk.vlan, on } }];
  });
  return [...cards, ...vlans];
}
