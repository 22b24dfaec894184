/** Whether a number is an ethertype: below 0x0600 it is a length (IEEE 802.3), and there are 16 bits. */
export function isEthertype(value: number): boolean {
  return value >= 0x0600 && value <= 0xffff;
}

/** `0x4788` */
export function printEthertype(value: number): string {
  return `0x${value.toString(16).padStart(4, '0')}`;
}
