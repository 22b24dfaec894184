/** Reads a capture file of tcpdump (the classic format, pcap-savefile(5)): the bytes of each frame, in order. A frame cut short at the end is left out. */
export function readPcap(file: Uint8Array): Uint8Array[] {
  const view = new DataView(file.buffer, file.byteOffset, file.byteLength);
  if (file.byteLength < 24) return [];
  const isLittle = LITTLE_ENDIAN_MAGIC.has(view.getUint32(0, true));
  const frames: Uint8Array[] = [];
  for (let at = 24; at + 16 <= file.byteLength;) {
    const length = view.getUint32(at + 8, isLittle);
    if (at + 16 + length > file.byteLength) break;
    frames.push(file.subarray(at + 16, at + 16 + length));
    at += 16 + length;
  }
  return frames;
}

/** Times in microseconds, or in nanoseconds. */
const LITTLE_ENDIAN_MAGIC = new Set([0xa1b2c3d4, 0xa1b23c4d]);
