import { printMac } from '#core/net';
import { guestNamespace } from '../guest-namespace.ts';
import { type GuestPort, guestPorts } from '../guest-ports.ts';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { type ShellText, indented, sh } from '../shell-quote.ts';

/** The taps of the VMs: libvirt's, or with OSTOPO_GUESTS=netns each the near end of a namespace that stands in for the VM. */
export function guestTapSection(view: HostView): Section {
  const entries = guestPorts(view).map((guest) => entry(guest.port.id, `${guest.device} of ${guest.vm.name}`, ...commandsOf(guest)));
  return { name: 'guest-taps', title: 'taps of the VMs', neutron: 'none: libvirt makes them when Nova starts the VM', entries };
}

/** A subport has no tap: the VM itself tells its frames apart by their VLAN. */
function commandsOf(guest: GuestPort): ShellText[] {
  const { port, tap, mtuBytes } = guest;
  return [
    sh`if [ "$OSTOPO_GUESTS" = netns ]; then`,
    ...standIn(guest).map(indented),
    ...(port.trunk?.kind === 'subport' ? [] : [sh`else`, indented(sh`tap_device ${tap} ${mtuBytes}`)]),
    sh`fi`,
  ];
}

function standIn({ vm, port, tap, device, trunk, mtuBytes }: GuestPort): ShellText[] {
  const [namespace, mac] = [guestNamespace(vm), printMac(port.mac)];
  if (!trunk) return [sh`guest_interface ${namespace} ${tap} ${device} ${mac} ${mtuBytes}`];
  const vlan = sh`guest_vlan ${[trunk.switch, trunk.port]} ${trunk.vlan} ${namespace} ${device} ${mac} ${mtuBytes}`;
  return port.trunk?.kind === 'subport' ? [vlan] : [sh`guest_trunk ${[trunk.switch, tap, trunk.end]} ${mtuBytes}`, vlan];
}
