import { type IpAddress, type MacAddress, createAddress, createMac } from '#core/net';
import type { Stack, StackDevice } from './stack.ts';

/** All nodes and all routers of a link (RFC 4291 section 2.7.1). */
export const ALL_NODES: IpAddress = createAddress(6, (0xff02n << 112n) | 1n);
const ALL_ROUTERS: IpAddress = createAddress(6, (0xff02n << 112n) | 2n);

/** The address nobody has yet: the source of questions whether an address is free. */
export const UNSPECIFIED: IpAddress = createAddress(6, 0n);

/** The group that listens for questions about an address: `ff02::1:ff` and its last 24 bits (RFC 4291 section 2.7.1). */
export function solicitedNodeAddress({ value }: IpAddress): IpAddress {
  return createAddress(6, (0xff02n << 112n) | 0x1ff000000n | (value & 0xffffffn));
}

/** The MAC of a group: `33:33` and its last 32 bits (RFC 2464 section 7). */
export function groupMac({ value }: IpAddress): MacAddress {
  return createMac((0x3333n << 32n) | (value & 0xffffffffn));
}

/** Whether an address is a group's. */
export function isGroup({ version, value }: IpAddress): boolean {
  return version === 6 && value >> 120n === 0xffn;
}

/** Whether an address holds on its link only. */
export function isLinkLocal({ version, value }: IpAddress): boolean {
  return version === 6 && value >> 118n === 0xfe80n >> 6n;
}

/** Whether a device listens to a group: all nodes, all routers if it is one, and the groups of its own addresses. */
export function isMember(stack: Stack, device: StackDevice, group: IpAddress): boolean {
  if (group.value === ALL_NODES.value || (stack.forwards6 && group.value === ALL_ROUTERS.value)) return true;
  return device.addresses.some(({ address }) => address.version === 6 && solicitedNodeAddress(address).value === group.value);
}
