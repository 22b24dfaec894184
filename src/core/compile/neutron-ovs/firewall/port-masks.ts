/** Ports that agree with `value` in the bits of `mask`. */
export interface MaskedPorts {
  readonly value: number;
  readonly mask: number;
}

const ALL_BITS = 0xffff;

/**
 * A range of ports as the fewest values under masks, for instance 80..90 as `0x50/0xfff8 0x58/0xfffe 0x5a`: each block is as large as its
 * alignment and the rest of the range allow (neutron-dataplane 5.8).
 */
export function portMasks(first: number, last: number): readonly MaskedPorts[] {
  const blocks: MaskedPorts[] = [];
  for (let start = first; start <= last;) {
    let size = 1;
    while (start % (size * 2) === 0 && start + size * 2 - 1 <= last) size *= 2;
    blocks.push({ value: start, mask: ALL_BITS & ~(size - 1) });
    start += size;
  }
  return blocks;
}
