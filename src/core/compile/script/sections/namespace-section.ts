import { printAddress, printMac, printPrefix } from '#core/net';
import type { NamespacePlan } from '#core/plan';
import { dnsmasqArguments } from '../dnsmasq.ts';
import type { HostView } from '../host-view.ts';
import { rulesPath } from '../script-files.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { type ShellText, continued, sh } from '../shell-quote.ts';

/** The routers' and DHCP services' namespaces: devices, addresses, routes, packet filter. */
export function namespaceSection({ plan, compiled }: HostView): Section {
  const filtered = new Set(compiled.rulesets.map(({ namespace }) => namespace));
  return { title: 'Namespaces', entries: plan.namespaces.map((namespace) => namespaceEntry(namespace, filtered.has(namespace.name))) };
}

/** dnsmasq of each network, last: it wants its namespace complete. */
export function dhcpSection({ plan }: HostView): Section {
  const entries = plan.namespaces.flatMap((namespace): Entry[] => {
    const { dhcp } = namespace;
    if (!dhcp) return [];
    const options = dnsmasqArguments(dhcp).map(({ option, file }) =>
      file === undefined ? sh`${option}` : sh`${option}="$OSTOPO_STATE"/dhcp/${dhcp.networkUuid}/${file}`,
    );
    return [
      entry(
        dhcp.network,
        `dnsmasq for ${dhcp.leases.length} addresses`,
        continued(sh`dhcp_server ${namespace.name} ${dhcp.networkUuid}`, ...options),
      ),
    ];
  });
  return { title: 'DHCP', entries };
}

function namespaceEntry(namespace: NamespacePlan, hasRules: boolean): Entry {
  const { name, devices, routes } = namespace;
  const commands: ShellText[] = [
    sh`namespace ${name}`,
    ...kernelSettings(namespace),
    ...devices.map(
      (device) =>
        sh`namespace_device ${name} ${device.name} ${printMac(device.mac)} ${device.mtuBytes} ${device.addresses.map(printPrefix)}`,
    ),
    ...routes.flatMap(({ destination, nextHop }) =>
      nextHop ? [sh`namespace_route ${name} ${printPrefix(destination)} ${printAddress(nextHop)}`] : [],
    ),
    ...(hasRules ? namespaceRules(name) : []),
  ];
  return entry(namespace.element, `its ${namespace.kind} namespace`, ...commands);
}

function namespaceRules(name: string): ShellText[] {
  return [
    sh`namespace_rules ${name} iptables "$here"/${rulesPath(name, 4)}`,
    sh`namespace_rules ${name} ip6tables "$here"/${rulesPath(name, 6)}`,
  ];
}

function kernelSettings({ name, sysctls }: NamespacePlan): ShellText[] {
  return sysctls.length === 0 ? [] : [continued(sh`namespace_kernel ${name}`, ...sysctls.map(({ key, value }) => sh`${key}=${value}`))];
}
