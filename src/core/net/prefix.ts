import { type IpAddress, addressBits, createAddress, parseAddress, printAddress } from './ip-address.ts';

/** A network prefix: `address` has no host bits (`10.0.1.0/24`). */
export interface Prefix {
  readonly address: IpAddress;
  readonly length: number;
}

/** An address with the prefix length of its link, host bits kept: `192.168.255.15/24`. */
export interface InterfaceAddress {
  readonly address: IpAddress;
  readonly length: number;
}

/** Reads `A.B.C.D/N` or `x::y/N` and keeps host bits; `undefined` when malformed or the length is out of range. */
export function parseInterfaceAddress(text: string): InterfaceAddress | undefined {
  const match = /^([^/]+)\/(\d{1,3})$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  const length = Number(match?.[2]);
  if (!address || length > addressBits(address.version)) return undefined;
  return { address, length };
}

/** The prefix an address lies in, host bits cleared. */
export function prefixOf({ address, length }: InterfaceAddress): Prefix {
  return { address: createAddress(address.version, address.value & netmaskValue(address.version, length)), length };
}

/** Whether bits beyond the prefix length are set: `10.0.1.7/24` written where a network is meant. */
export function hasHostBits({ address, length }: InterfaceAddress): boolean {
  return (address.value & ~netmaskValue(address.version, length)) !== 0n;
}

/** `ADDRESS/LENGTH`. */
export function printPrefix(prefix: Prefix | InterfaceAddress): string {
  return `${printAddress(prefix.address)}/${String(prefix.length)}`;
}

/** The mask of a prefix length as a number of the version's width. */
export function netmaskValue(version: 4 | 6, length: number): bigint {
  const bits = BigInt(addressBits(version));
  const all = (1n << bits) - 1n;
  return all ^ (all >> BigInt(length));
}

/** The mask as an address: `255.255.255.0`. */
export function netmask(prefix: Prefix): IpAddress {
  return createAddress(prefix.address.version, netmaskValue(prefix.address.version, prefix.length));
}

/** Number of addresses in the prefix, all of them counted. */
export function prefixSize(prefix: Prefix): bigint {
  return 1n << BigInt(addressBits(prefix.address.version) - prefix.length);
}

/** The highest address: the broadcast address of an IPv4 subnet. */
export function lastAddress(prefix: Prefix): IpAddress {
  return createAddress(prefix.address.version, prefix.address.value + prefixSize(prefix) - 1n);
}

/** Whether the address lies in the prefix (never across versions). */
export function prefixContains(prefix: Prefix, address: IpAddress): boolean {
  if (prefix.address.version !== address.version) return false;
  return (address.value & netmaskValue(address.version, prefix.length)) === prefix.address.value;
}

/** Whether two prefixes share an address. */
export function prefixesOverlap(a: Prefix, b: Prefix): boolean {
  return a.length <= b.length ? prefixContains(a, b.address) : prefixContains(b, a.address);
}

/** Whether an address may be given to a host: not the network or broadcast address of an IPv4 subnet up to /30, not the IPv6 network address (Neutron's rule, section 9.3–9.4 of the data-plane reference). */
export function isHostAddress(prefix: Prefix, address: IpAddress): boolean {
  if (!prefixContains(prefix, address)) return false;
  if (prefix.address.version === 6) return address.value !== prefix.address.value || prefix.length >= 127;
  return prefix.length >= 31 || (address.value !== prefix.address.value && address.value !== lastAddress(prefix).value);
}
