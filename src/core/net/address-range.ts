import { type IpAddress, printAddress } from './ip-address.ts';

/** An inclusive run of addresses of one version: an allocation pool. */
export interface AddressRange {
  readonly first: IpAddress;
  readonly last: IpAddress;
}

/** Whether the address lies in the range. */
export function rangeContains(range: AddressRange, address: IpAddress): boolean {
  return range.first.version === address.version && range.first.value <= address.value && address.value <= range.last.value;
}

/** Whether two ranges share an address. */
export function rangesOverlap(a: AddressRange, b: AddressRange): boolean {
  return a.first.version === b.first.version && a.first.value <= b.last.value && b.first.value <= a.last.value;
}

/** `FIRST..LAST`, as the language writes it. */
export function printRange(range: AddressRange): string {
  return `${printAddress(range.first)}..${printAddress(range.last)}`;
}
