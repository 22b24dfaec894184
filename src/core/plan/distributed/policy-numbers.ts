import { type InterfaceAddress, printPrefix } from '#core/net';

/** Table and priority of what leaves by the centralised source NAT: the interface's address as a number, or for IPv6 30 bits of a checksum of its text (dvr_local_router.py `_get_snat_idx`). */
export function snatTable(address: InterfaceAddress): number {
  if (address.address.version === 4) return Number(address.address.value);
  const checksum = crc32(printPrefix(address));
  const folded = ((checksum >>> 30) ^ (checksum & THIRTY_BITS)) >>> 0;
  return folded < MAIN_TABLES ? folded + THIRTY_BITS : folded;
}

const THIRTY_BITS = 0x3fffffff;
/** Below it are the priorities of the kernel and of floating addresses. */
const MAIN_TABLES = 32_768;

/** The table of what leaves by floating addresses of the host (`FIP_RT_TBL`). */
export const FLOATING_TABLE = 16;

const FIRST_PRIORITY = 32_768;
const PRIORITIES = 40_000;

/** The rule priorities of a host's floating addresses. Neutron takes any that is free and remembers it; here each hangs on the address's UUID, moved on while taken. */
export function assignPriorities<T extends { readonly uuid: string }>(floatingIps: readonly T[]): ReadonlyMap<T, number> {
  const taken = new Set<number>();
  return new Map(
    floatingIps.map((floatingIp) => {
      let offset = parseInt(floatingIp.uuid.slice(-8), 16) % PRIORITIES;
      while (taken.has(offset)) offset = (offset + 1) % PRIORITIES;
      taken.add(offset);
      return [floatingIp, FIRST_PRIORITY + offset];
    }),
  );
}

/** CRC-32 as of IEEE 802.3, over ASCII. */
function crc32(text: string): number {
  let crc = 0xffffffff;
  for (const char of text) {
    crc ^= char.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
