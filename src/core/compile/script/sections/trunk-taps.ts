import { printMac } from '#core/net';
import type { BridgePlan } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { continued, ovsString, sh } from '../shell-quote.ts';

/** The tap of a VM with a trunk, on the trunk's own bridge, with the columns Nova writes and those by which Neutron's agent knows the trunk again. */
export function trunkTapSection(view: HostView): Section {
  return {
    name: 'trunk-taps',
    title: 'taps of VMs with trunks',
    neutron: 'os-vif vif_plug_ovs; trunk/drivers/openvswitch/agent/ovsdb_handler.py _set_trunk_metadata',
    entries: view.plan.bridges.filter(({ kind }) => kind === 'trunk').flatMap((bridge) => tapEntries(view, bridge)),
  };
}

function tapEntries({ index }: HostView, bridge: BridgePlan): Entry[] {
  const subports = bridge.ports.flatMap((port) => (port.kind === 'patch' && port.tag !== undefined ? [index.port(port.element).uuid] : []));
  return bridge.ports.flatMap((tap) => {
    if (tap.kind !== 'trunk-tap') return [];
    const port = index.port(tap.element);
    if (port.trunk?.kind !== 'parent') return [];
    const columns = [
      `external_ids:iface-id=${ovsString(port.uuid)}`,
      'external_ids:iface-status=active',
      `external_ids:attached-mac=${ovsString(printMac(tap.mac))}`,
      `external_ids:vm-uuid=${ovsString(index.vm(port.device).uuid)}`,
      `external_ids:bridge_name=${ovsString(bridge.name)}`,
      `external_ids:trunk_id=${ovsString(port.trunk.uuid)}`,
      `external_ids:subport_ids=${JSON.stringify(
        `[${subports
          .sort()
          .map((uuid) => `"${uuid}"`)
          .join(', ')}]`,
      )}`,
    ];
    const command = continued(sh`add_port ${bridge.name} ${tap.name} ${tap.ofport}`, sh`-- set Interface ${tap.name} ${columns}`);
    return [entry(port.id, `untagged frames are its own, tagged ones those of ${subports.length} subports`, command)];
  });
}
