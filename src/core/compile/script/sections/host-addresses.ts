import { printPrefix } from '#core/net';
import type { HostView } from '../host-view.ts';
import { type Entry, type Section, entry } from '../section.ts';
import { sh } from '../shell-quote.ts';

/** Addresses on the bridges' own ports; after the flows, because a bridge without flows passes nothing. */
export function hostAddressSection({ plan }: HostView): Section {
  const entries = plan.bridges.flatMap((bridge): Entry[] => {
    if (!bridge.address) return [];
    const uplink = bridge.ports.find((port) => port.kind === 'uplink');
    const command = sh`bridge_address ${bridge.name} ${printPrefix(bridge.address)} ${uplink?.device ?? ''}`;
    return [entry(bridge.element, `the host's address on ${bridge.name}`, command)];
  });
  return { name: 'host-addresses', title: 'addresses of the host', neutron: 'none: whoever installs the host does it', entries };
}
