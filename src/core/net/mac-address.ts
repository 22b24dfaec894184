import type { Brand } from '#core/base';
import { type IpAddress, createAddress } from './ip-address.ts';

/** An Ethernet address as its 48-bit number. */
export type MacAddress = Brand<bigint, 'MacAddress'>;

/** Makes a MAC from its number, cut to 48 bits. */
export function createMac(value: bigint): MacAddress {
  return BigInt.asUintN(48, value) as MacAddress; // the only maker
}

/** `ff:ff:ff:ff:ff:ff`. */
export const BROADCAST_MAC: MacAddress = createMac(0xffffffffffffn);

/** Reads six hex pairs with colons, in either case; `undefined` when the text is not a MAC. */
export function parseMac(text: string): MacAddress | undefined {
  return /^([0-9a-fA-F]{2}:){5}[0-9a-fA-F]{2}$/.test(text) ? createMac(BigInt(`0x${text.replaceAll(':', '')}`)) : undefined;
}

/** Six lower-case hex pairs with colons. */
export function printMac(mac: MacAddress | bigint): string {
  const [high, low] = [Number(mac >> 24n), Number(mac & 0xffffffn)];
  return `${threeBytes(high)}:${threeBytes(low)}`;
}

function threeBytes(bits: number): string {
  return `${HEX_PAIRS[bits >> 16]}:${HEX_PAIRS[(bits >> 8) & 0xff]}:${HEX_PAIRS[bits & 0xff]}`;
}

/** `00` to `ff`. */
const HEX_PAIRS = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));

/** Whether the group bit is set: multicast and broadcast. */
export function isMulticastMac(mac: MacAddress | bigint): boolean {
  return ((mac >> 40n) & 1n) === 1n;
}

/** The link-local address made from a MAC by modified EUI-64 (RFC 4291, appendix A): `fa:16:3e:00:00:05` → `fe80::f816:3eff:fe00:5`. */
export function linkLocalAddress(mac: MacAddress): IpAddress {
  return createAddress(6, (0xfe80n << 112n) | interfaceId(mac));
}

/** The address of a MAC in a /64, by modified EUI-64 (RFC 4862): what SLAAC gives. */
export function eui64Address({ address }: { readonly address: IpAddress }, mac: MacAddress): IpAddress {
  return createAddress(6, address.value | interfaceId(mac));
}

function interfaceId(mac: MacAddress): bigint {
  const flipped = mac ^ (0x02n << 40n);
  return ((flipped >> 24n) << 40n) | (0xfffen << 24n) | (flipped & 0xffffffn);
}
