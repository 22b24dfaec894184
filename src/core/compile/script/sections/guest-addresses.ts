import { printAddress, printPrefix } from '#core/net';
import { guestNamespace } from '../guest-namespace.ts';
import { type GuestPort, guestPorts } from '../guest-ports.ts';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { indented, sh, type ShellText } from '../shell-quote.ts';

/** The addresses of the namespaces that stand in for VMs; a real VM has its own. */
export function guestAddressSection(view: HostView): Section {
  const entries = guestPorts(view)
    .filter(({ port }) => port.addresses.length > 0)
    .map((guest) =>
      entry(
        guest.port.id,
        `addresses of ${guest.device} of ${guest.vm.name}, where a namespace is the VM`,
        sh`if [ "$OSTOPO_GUESTS" = netns ]; then`,
        ...guestCommands(view, guest).map(indented),
        sh`fi`,
      ),
    );
  return { name: 'guest-addresses', title: 'addresses inside the guests', neutron: 'none: the guest asks by DHCP, or cloud-init', entries };
}

function guestCommands(view: HostView, { vm, port, device }: GuestPort): ShellText[] {
  const guest = guestNamespace(vm);
  const gateways = port.addresses.flatMap(({ subnet }) => view.index.subnet(subnet)?.gateway ?? []);
  return [
    ...port.addresses.map(
      ({ address, prefixLength }) => sh`guest_address ${guest} ${device} ${printPrefix({ address, length: prefixLength })}`,
    ),
    ...port.addresses.flatMap(({ subnet }) => {
      const server = view.index.metadataServer(subnet);
      return server ? [sh`guest_metadata ${guest} ${printAddress(server)}`] : [];
    }),
    ...(device === 'eth0' ? gateways.map((gateway) => sh`guest_gateway ${guest} ${printAddress(gateway)}`) : []),
  ];
}
