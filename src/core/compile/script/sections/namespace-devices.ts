import { printMac } from '#core/net';
import type { NamespaceDevice, NamespacePlan } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { type ShellText, continued, sh } from '../shell-quote.ts';
import { isVirtual } from './own-addresses.ts';

/** The routers' and DHCP services' namespaces, their kernel settings and the devices that move in. */
export function namespaceDeviceSection({ plan }: HostView): Section {
  return {
    name: 'namespace-devices',
    title: 'namespaces, and the devices in them',
    neutron: 'namespaces.py RouterNamespace.create; linux/interface.py plug; linux/dhcp.py DeviceManager.setup',
    entries: plan.namespaces.map((namespace) =>
      entry(
        namespace.element,
        `its ${namespace.kind} namespace`,
        sh`namespace ${namespace.name}`,
        ...namespace.devices.map((device) => deviceCommand(namespace, device)),
        ...kernelSettings(namespace),
      ),
    ),
  };
}

function deviceCommand(namespace: NamespacePlan, device: NamespaceDevice): ShellText {
  const command = sh`namespace_device ${namespace.name} ${device.name} ${printMac(device.mac)} ${device.mtuBytes}`;
  return isVirtual(namespace, device) ? sh`${command} addrgenmode none` : command;
}

/** Some are of a device, so they come after those. */
function kernelSettings({ name, sysctls }: NamespacePlan): ShellText[] {
  return sysctls.length === 0 ? [] : [continued(sh`namespace_kernel ${name}`, ...sysctls.map(({ key, value }) => sh`${key}=${value}`))];
}
