import { assertNever, groupBy } from '#core/base';
import { printMac } from '#core/net';
import type { PortMeter } from '#core/compile';
import type { BridgePort, PlannedFabric, PlannedNetwork, PlannedPort } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { continued, ovsString, sh } from '../shell-quote.ts';
import { patchColumns } from '../trunk-columns.ts';

type Vif = Extract<BridgePort, { kind: 'vif' }>;

/** Every VM's and namespace's port on its bridge, with the columns Nova and the agents write. */
export function vifPortSection(view: HostView): Section {
  const meters = groupBy(
    view.compiled.bridges.flatMap((bridge) => bridge.meters),
    ({ origin }) => origin.element,
  );
  const entries = view.plan.bridges.flatMap((bridge) =>
    bridge.ports.filter((port) => port.kind === 'vif').map((port) => vifEntry(view, bridge.name, port, meters.get(port.element) ?? [])),
  );
  return {
    name: 'vif-ports',
    title: 'ports of VMs and namespaces, on their local VLANs',
    neutron: 'os-vif vif_plug_ovs; linux/interface.py OVSInterfaceDriver; ovs_neutron_agent.py port_bound; of trunks trunk_manager.py',
    entries,
  };
}

function vifEntry(view: HostView, bridge: string, vif: Vif, meters: readonly PortMeter[]): Entry {
  const port = view.index.port(vif.element);
  const network = view.index.network(port.network);
  const columns = [
    sh`-- set Port ${vif.name} ${port.adminUp ? [...portColumns(network, vif), ...meterColumns(port, meters)] : [`tag=${vif.tag}`]}`,
    sh`-- set Interface ${vif.name} ${interfaceColumns(view, port, vif)}`,
  ];
  return entry(
    vif.element,
    port.adminUp ? `in ${network.name} as local VLAN ${vif.tag}` : `in ${network.name}, down: on the dead VLAN`,
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

/** Where Neutron looks up a port's meters after a restart (qos_driver.py `store_port_meter_id_to_ovsdb`). */
function meterColumns({ uuid }: PlannedPort, meters: readonly PortMeter[]): string[] {
  return meters.map(({ id, unit, direction }) => `other_config:${unit === 'pktps' ? 'pps' : 'bps'}_${uuid}_${direction}=${id}`);
}

function interfaceColumns(view: HostView, port: PlannedPort, vif: Vif): string[] {
  const ids = [
    `external_ids:iface-id=${ovsString(port.uuid)}`,
    'external_ids:iface-status=active',
    `external_ids:attached-mac=${ovsString(printMac(vif.mac))}`,
  ];
  if (vif.attachment === 'internal') return ['type=internal', ...ids];
  if (vif.attachment === 'patch') return [...patchColumns(vif.peer.port, port), ...policingColumns(view.fabric, port)];
  return [...ids, `external_ids:vm-uuid=${ovsString(view.index.vm(port.device).uuid)}`, ...policingColumns(view.fabric, port)];
}

/** Neutron's `DEFAULT_BURST_RATE` (neutron_lib/services/qos/constants.py): the burst of a limit that names none. */
const DEFAULT_BURST_RATE = 0.8;

/** What a VM sends is policed where it enters the switch: Neutron's egress is the interface's ingress. With `bandwidth-meters on` a meter does it. */
function policingColumns({ bandwidthMeters }: PlannedFabric, { qos: { egress } }: PlannedPort): string[] {
  if (!egress || bandwidthMeters) return [];
  const burst = egress.burstKbits ?? Math.floor(egress.rateKbps * DEFAULT_BURST_RATE);
  return [`ingress_policing_rate=${egress.rateKbps}`, `ingress_policing_burst=${burst}`];
}
