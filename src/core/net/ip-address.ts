import ipaddr from 'ipaddr.js';

/** An IPv4 or IPv6 address as a number: 32 or 128 bits. Compare with `sameAddress`, print with `printAddress`. */
export interface IpAddress {
  readonly version: 4 | 6;
  readonly value: bigint;
}

/** Makes an address from its number; the value is cut to the version's width. */
export function createAddress(version: 4 | 6, value: bigint): IpAddress {
  return { version, value: BigInt.asUintN(addressBits(version), value) };
}

/** The width of an address in bits: 32 or 128. */
export function addressBits(version: 4 | 6): 32 | 128 {
  return version === 4 ? 32 : 128;
}

/** Reads dotted-quad IPv4 (four decimal parts) or IPv6 (RFC 4291); `undefined` when the text is neither. */
export function parseAddress(text: string): IpAddress | undefined {
  if (ipaddr.IPv4.isValidFourPartDecimal(text)) return fromBytes(4, ipaddr.IPv4.parse(text).toByteArray());
  if (text.includes(':') && !text.includes('%') && ipaddr.IPv6.isValid(text)) return fromBytes(6, ipaddr.IPv6.parse(text).toByteArray());
  return undefined;
}

function fromBytes(version: 4 | 6, bytes: readonly number[]): IpAddress {
  return { version, value: bytes.reduce((sum, byte) => (sum << 8n) | BigInt(byte), 0n) };
}

/** The address as network byte order bytes: 4 or 16 of them. */
export function addressBytes(address: IpAddress): number[] {
  const count = addressBits(address.version) / 8;
  return Array.from({ length: count }, (_, i) => Number((address.value >> BigInt(8 * (count - 1 - i))) & 0xffn));
}

/** Dotted quad, or compressed lower-case IPv6 (RFC 5952). */
export function printAddress(address: IpAddress): string {
  return address.version === 4 ? dottedQuad(Number(address.value)) : new ipaddr.IPv6(addressBytes(address)).toRFC5952String();
}

function dottedQuad(bits: number): string {
  return `${bits >>> 24}.${(bits >>> 16) & 0xff}.${(bits >>> 8) & 0xff}.${bits & 0xff}`;
}

/** Whether two addresses are the same address of the same version. */
export function sameAddress(a: IpAddress, b: IpAddress): boolean {
  return a.version === b.version && a.value === b.value;
}

/** IPv4 before IPv6, then by number. */
export function compareAddress(a: IpAddress, b: IpAddress): number {
  if (a.version !== b.version) return a.version - b.version;
  return a.value < b.value ? -1 : a.value > b.value ? 1 : 0;
}

/** The address `distance` further on (or back, when negative). */
export function offsetAddress(address: IpAddress, distance: bigint): IpAddress {
  return createAddress(address.version, address.value + distance);
}

/** The kind of range an address is in, as IANA's special-purpose registries name it: `unicast`, `multicast`, `loopback`, `private` … */
export function addressRange(address: IpAddress): string {
  const bytes = addressBytes(address);
  return address.version === 4 ? new ipaddr.IPv4(bytes).range() : new ipaddr.IPv6(bytes).range();
}
