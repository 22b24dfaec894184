/** Ranges of destination MACs that NORMAL never forwards (ovs-vswitchd.conf.db(5), `other-config:forward-bpdu`). */
const RESERVED: readonly (readonly [first: bigint, last: bigint])[] = [
  [0x0180c2000000n, 0x0180c200000fn], // IEEE 802.1D: STP, pause, LLDP …
  [0x00e02b000000n, 0x00e02b000000n], // Extreme EDP
  [0x00e02b000004n, 0x00e02b000004n], // Extreme EAPS
  [0x00e02b000006n, 0x00e02b000006n],
  [0x01000c000000n, 0x01000c000000n], // Cisco ISL
  [0x01000cccccccn, 0x01000ccccccdn], // Cisco CDP, VTP, PVST+
  [0x01000ccdcdcdn, 0x01000ccdcdcdn], // Cisco STP uplink fast
  [0x01000cccccc0n, 0x01000cccccc7n], // Cisco CFM
];

/** Whether a frame to this MAC belongs to a link protocol that a switch must not forward. */
export function isReservedMac(mac: bigint): boolean {
  return RESERVED.some(([first, last]) => first <= mac && mac <= last);
}
