import { printAddress, printMac, printPrefix } from '#core/net';
import type { NamespaceRoute, PolicyRule } from '#core/plan';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { type ShellText, sh } from '../shell-quote.ts';
import { withOwnAddresses } from './own-addresses.ts';

/** Addresses and routes in the agents' namespaces. */
export function namespaceAddressSection({ plan }: HostView): Section {
  const entries = plan.namespaces
    .map(withOwnAddresses)
    .map(({ name, element, devices, veths, routes, policyRules, neighbours }) =>
      entry(
        element,
        `addresses and routes in ${name}`,
        ...devices.flatMap((device) =>
          device.addresses.map((address) => sh`namespace_address ${name} ${device.name} ${printPrefix(address)}`),
        ),
        ...veths.flatMap((end) => end.addresses.map((address) => sh`namespace_address ${name} ${end.name} ${printPrefix(address)}`)),
        ...routes.flatMap((route) => routeCommand(name, route)),
        ...policyRules.map((rule) => ruleCommand(name, rule)),
        ...neighbours.map(
          ({ device, address, mac }) => sh`namespace_neighbour ${name} ${device} ${printAddress(address)} ${printMac(mac)}`,
        ),
      ),
    );
  return {
    name: 'namespace-addresses',
    title: 'addresses, routes and known neighbours of the namespaces',
    neutron: 'linux/interface.py init_l3; router_info.py routes_updated',
    entries: entries.filter(({ commands }) => commands.length > 0),
  };
}

function routeCommand(namespace: string, { destination, nextHop, device, table }: NamespaceRoute): ShellText[] {
  const to = printPrefix(destination);
  if (!nextHop) return device === undefined ? [] : [sh`namespace_link_route ${namespace} ${to} ${device}`];
  const words = [...(device === undefined ? [] : [sh`dev ${device}`]), ...(table === undefined ? [] : [sh`table ${table}`])];
  return [words.reduce(joined, sh`namespace_route ${namespace} ${to} ${printAddress(nextHop)}`)];
}

function ruleCommand(namespace: string, { priority, version, source, inDevice, table }: PolicyRule): ShellText {
  const words = [...(source ? [sh`from ${printPrefix(source)}`] : []), ...(inDevice === undefined ? [] : [sh`iif ${inDevice}`])];
  return words.reduce(joined, sh`namespace_rule ${namespace} ${`-${version}`} ${priority} ${table}`);
}

function joined(before: ShellText, after: ShellText): ShellText {
  return sh`${before} ${after}`;
}
