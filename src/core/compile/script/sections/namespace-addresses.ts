import { printAddress, printPrefix } from '#core/net';
import type { HostView } from '../host-view.ts';
import { type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';
import { withOwnAddresses } from './own-addresses.ts';

/** Addresses and routes in the agents' namespaces. */
export function namespaceAddressSection({ plan }: HostView): Section {
  const entries = plan.namespaces
    .map(withOwnAddresses)
    .map(({ name, element, devices, routes }) =>
      entry(
        element,
        `addresses and routes in ${name}`,
        ...devices.flatMap((device) =>
          device.addresses.map((address) => sh`namespace_address ${name} ${device.name} ${printPrefix(address)}`),
        ),
        ...routes.flatMap(({ destination, nextHop }) =>
          nextHop ? [sh`namespace_route ${name} ${printPrefix(destination)} ${printAddress(nextHop)}`] : [],
        ),
      ),
    );
  return {
    name: 'namespace-addresses',
    title: 'addresses and routes of the namespaces',
    neutron: 'linux/interface.py init_l3; router_info.py routes_updated',
    entries: entries.filter(({ commands }) => commands.length > 0),
  };
}
