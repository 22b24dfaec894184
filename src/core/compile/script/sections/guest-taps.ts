import { printMac } from '#core/net';
import { guestNamespace } from '../guest-namespace.ts';
import { guestPorts } from '../guest-ports.ts';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { indented, sh } from '../shell-quote.ts';

/** The taps of the VMs: libvirt's, or with OSTOPO_GUESTS=netns each the near end of a namespace that stands in for the VM. */
export function guestTapSection(view: HostView): Section {
  const entries = guestPorts(view).map(({ vm, port, tap, device, mtuBytes }) =>
    entry(
      port.id,
      `${device} of ${vm.name}`,
      sh`if [ "$OSTOPO_GUESTS" = netns ]; then`,
      indented(sh`guest_interface ${guestNamespace(vm)} ${tap} ${device} ${printMac(port.mac)} ${mtuBytes}`),
      sh`else`,
      indented(sh`tap_device ${tap} ${mtuBytes}`),
      sh`fi`,
    ),
  );
  return { name: 'guest-taps', title: 'taps of the VMs', neutron: 'none: libvirt makes them when Nova starts the VM', entries };
}
