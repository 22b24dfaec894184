import { assertNever, qualifiedName } from '#core/base';
import { printAddress, printMac, printPrefix } from '#core/net';
import type { BridgePort, HybridPlug, PlannedNetwork, PlannedPort, PlannedVm } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { guestNamespace } from '../guest-namespace.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { type ShellText, continued, ovsString, sh } from '../shell-quote.ts';

type Vif = Extract<BridgePort, { kind: 'vif' }>;

/** The taps of the VMs: libvirt's, or with OSTOPO_GUESTS=netns each the near end of a namespace that stands in for the VM. */
export function guestSection(view: HostView): Section {
  const entries = view.plan.vms.flatMap((id) => {
    const vm = view.index.vm(id);
    return vm.ports.map((portId, position) => guestEntry(view, vm, view.index.port(portId), `eth${position}`));
  });
  return { title: 'VMs', entries };
}

/** The hybrid plugs, then every VM's and namespace's port on its bridge, with the columns Nova and the agents write. */
export function vifSection(view: HostView): Section {
  const plugs = view.plan.hybridPlugs.map(plugEntry);
  const ports = view.plan.bridges.flatMap((bridge) =>
    bridge.ports.filter((port) => port.kind === 'vif').map((port) => vifEntry(view, bridge.name, port)),
  );
  return { title: 'Ports of VMs and namespaces', entries: [...plugs, ...ports] };
}

function guestEntry(view: HostView, vm: PlannedVm, port: PlannedPort, device: string): Entry {
  const tap = tapOf(port);
  const mtu = view.index.network(port.network).mtuBytes;
  const guest = guestNamespace(vm);
  const gateways = port.addresses.flatMap(({ subnet }) => view.subnet(subnet)?.gateway ?? []);
  const asNamespace = [
    sh`guest_interface ${guest} ${tap} ${device} ${printMac(port.mac)} ${mtu}`,
    ...port.addresses.map(
      ({ address, prefixLength }) => sh`guest_address ${guest} ${device} ${printPrefix({ address, length: prefixLength })}`,
    ),
    ...(device === 'eth0' ? gateways.map((gateway) => sh`guest_gateway ${guest} ${printAddress(gateway)}`) : []),
  ];
  return entry(
    port.id,
    `${device} of ${vm.name} (${vm.instanceName})`,
    sh`if [ "$OSTOPO_GUESTS" = netns ]; then`,
    ...asNamespace.map(indented),
    sh`else`,
    indented(sh`tap_device ${tap} ${mtu}`),
    sh`fi`,
  );
}

function plugEntry({ port, tap, qbr, qvb, qvo, mtuBytes }: HybridPlug): Entry {
  return entry(
    port,
    `Linux bridge between tap and br-int, where iptables filters ${qualifiedName(port)}`,
    sh`hybrid_plug ${[tap, qbr, qvb, qvo]} ${mtuBytes}`,
  );
}

function vifEntry(view: HostView, bridge: string, vif: Vif): Entry {
  const port = view.index.port(vif.element);
  const network = view.index.network(port.network);
  const columns = [
    sh`-- set Port ${vif.name} ${portColumns(network, vif)}`,
    sh`-- set Interface ${vif.name} ${interfaceColumns(view, port, vif)}`,
  ];
  return entry(
    vif.element,
    `in ${network.name} as local VLAN ${vif.tag}`,
    continued(sh`add_port ${bridge} ${vif.name} ${vif.ofport}`, ...columns),
  );
}

function portColumns({ uuid, segment }: PlannedNetwork, { tag }: Vif): string[] {
  const common = [`tag=${tag}`, `other_config:tag=${tag}`, `other_config:net_uuid=${ovsString(uuid)}`];
  switch (segment.kind) {
    case 'overlay':
      return [
        ...common,
        `other_config:network_type=${segment.type}`,
        'other_config:physical_network=None',
        `other_config:segmentation_id=${segment.vni}`,
      ];
    case 'vlan':
      return [
        ...common,
        'other_config:network_type=vlan',
        `other_config:physical_network=${ovsString(segment.physicalNetwork)}`,
        `other_config:segmentation_id=${segment.vlan}`,
      ];
    case 'flat':
      return [...common, 'other_config:network_type=flat', `other_config:physical_network=${ovsString(segment.physicalNetwork)}`];
    case 'local':
      return [...common, 'other_config:network_type=local', 'other_config:physical_network=None'];
    default:
      return assertNever(segment);
  }
}

function interfaceColumns(view: HostView, port: PlannedPort, vif: Vif): string[] {
  const ids = [
    `external_ids:iface-id=${ovsString(port.uuid)}`,
    'external_ids:iface-status=active',
    `external_ids:attached-mac=${ovsString(printMac(vif.mac))}`,
  ];
  if (vif.attachment === 'internal') return ['type=internal', ...ids];
  return [...ids, `external_ids:vm-uuid=${ovsString(view.index.vm(port.device).uuid)}`];
}

/** The VM's end of the plug: `tap` and the first 11 characters of the port's id. */
function tapOf(port: PlannedPort): string {
  return `tap${port.uuid.slice(0, 11)}`;
}

function indented(command: ShellText): ShellText {
  return { shell: `  ${command.shell}` };
}
