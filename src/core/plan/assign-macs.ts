import type { ElementId, Uuid } from '#core/base';
import { type MacAddress, createMac, isMulticastMac } from '#core/net';

/** Neutron's `base_mac`: the first three octets are fixed (neutron-dataplane 1.3). */
const BASE_MAC = 0xfa163e000000n;
const LAST_THREE_OCTETS = 0xffffffn;

/** One who needs a MAC. */
export interface MacRequest {
  readonly id: ElementId;
  readonly uuid: Uuid;
  readonly mac: MacAddress | undefined;
  readonly locked: MacAddress | undefined;
}

/** The pinned MACs as they are, then the locked ones, and for the others `fa:16:3e:` with the last three bytes of the UUID, moved on by one while taken in the fabric. */
export function assignMacs(requests: readonly MacRequest[]): Map<ElementId, MacAddress> {
  const macs = new Map<ElementId, MacAddress>();
  const taken = new Set<bigint>();
  for (const { id, mac } of requests) {
    if (mac === undefined || !isUsableMac(mac)) continue;
    macs.set(id, mac);
    taken.add(mac);
  }
  for (const { id, locked } of requests) {
    if (locked === undefined || !isUsableMac(locked) || macs.has(id) || taken.has(locked)) continue;
    macs.set(id, locked);
    taken.add(locked);
  }
  for (const { id, uuid } of requests) {
    if (macs.has(id)) continue;
    let low = BigInt(`0x${uuid.slice(-6)}`);
    while (taken.has(BASE_MAC | low)) low = (low + 1n) & LAST_THREE_OCTETS;
    const mac = createMac(BASE_MAC | low);
    macs.set(id, mac);
    taken.add(mac);
  }
  return macs;
}

function isUsableMac(mac: MacAddress): boolean {
  return mac !== 0n && !isMulticastMac(mac);
}
