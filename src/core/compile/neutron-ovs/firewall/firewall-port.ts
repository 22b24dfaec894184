import { addressBits, linkLocalAddress } from '#core/net';
import type { MacAddress, Prefix } from '#core/net';
import type { BridgePlan, PlannedNetwork, PlannedPort } from '#core/plan';
import type { HostContext } from '../host-context.ts';

/** A Neutron port of br-int as the firewall sees it. */
export interface FirewallPort {
  readonly port: PlannedPort;
  readonly network: PlannedNetwork;
  readonly ofport: number;
  /** The local VLAN of its network. */
  readonly vlan: number;
}

/** The Neutron ports of br-int, in the order of the bridge. */
export function firewallPorts({ index }: HostContext, bridge: BridgePlan): readonly FirewallPort[] {
  return bridge.ports.flatMap((item) => {
    if (item.kind !== 'vif') return [];
    const port = index.port(item.element);
    return [{ port, network: index.network(port.network), ofport: item.ofport, vlan: item.tag }];
  });
}

/** Ports without port security and those of the network service, which Neutron trusts, are not filtered. */
export function isFiltered({ port }: FirewallPort): boolean {
  return port.portSecurity && !port.owner.startsWith('network:');
}

/** A MAC and an address that a guest may send from. */
export interface AllowedPair {
  readonly mac: MacAddress;
  readonly address: Prefix;
}

/** The IPv4 pairs of a port: its fixed addresses and the allowed address pairs. */
export function ipv4Pairs(port: PlannedPort): readonly AllowedPair[] {
  return pairs(port, 4);
}

/** The IPv6 pairs of a port: as for IPv4, and the link-local address of the port's own MAC, also where the port has only IPv4. */
export function ipv6Pairs(port: PlannedPort): readonly AllowedPair[] {
  return [{ mac: port.mac, address: { address: linkLocalAddress(port.mac), length: 128 } }, ...pairs(port, 6)];
}

function pairs(port: PlannedPort, version: 4 | 6): readonly AllowedPair[] {
  const fixed = port.addresses
    .filter(({ address }) => address.version === version)
    .map(({ address }) => ({ mac: port.mac, address: { address, length: addressBits(version) } }));
  const allowed = port.allowedAddresses
    .filter(({ prefix }) => prefix.address.version === version)
    .map(({ mac, prefix }) => ({ mac, address: prefix }));
  return [...fixed, ...allowed];
}

/** The MACs a port may be reached at: its own and those of its allowed address pairs. */
export function allowedMacs(port: PlannedPort): readonly MacAddress[] {
  return [...new Set([port.mac, ...port.allowedAddresses.map(({ mac }) => mac)])];
}
