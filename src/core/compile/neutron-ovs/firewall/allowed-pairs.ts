import { addressBits, linkLocalAddress } from '#core/net';
import type { MacAddress, Prefix } from '#core/net';
import type { PlannedPort } from '#core/plan';

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
