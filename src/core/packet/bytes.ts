/** `value` as `count` bytes in network order. */
export function toBytes(value: bigint | number, count: number): number[] {
  const bytes = new Array<number>(count).fill(0);
  let rest = BigInt(value);
  for (let end = count; end > 0; end -= CHUNK_BYTES) {
    let chunk = Number(BigInt.asUintN(8 * CHUNK_BYTES, rest));
    for (let i = end - 1; i >= Math.max(0, end - CHUNK_BYTES); i--) {
      bytes[i] = chunk % 256;
      chunk = Math.floor(chunk / 256);
    }
    if (end > CHUNK_BYTES) rest >>= BigInt(8 * CHUNK_BYTES);
  }
  return bytes;
}

/** As many bytes as a number holds exactly: working on those is several times faster than on a bigint. */
const CHUNK_BYTES = 6;

/** The number in bytes `[start, start + count)`, network order; bytes beyond the end read as 0. */
export function fromBytes(bytes: Uint8Array, start: number, count: number): bigint {
  let value = 0n;
  for (let i = start; i < start + count; i++) value = (value << 8n) | BigInt(bytes[i] ?? 0);
  return value;
}

/** As `fromBytes`, for at most six bytes, as a number. */
export function numberAt(bytes: Uint8Array, start: number, count: number): number {
  return Number(fromBytes(bytes, start, count));
}

/** Puts parts one after the other. */
export function joinBytes(...parts: readonly (Uint8Array | readonly number[])[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    joined.set(part, offset);
    offset += part.length;
  }
  return joined;
}
