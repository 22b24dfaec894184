/** `value` as `count` bytes in network order. */
export function toBytes(value: bigint | number, count: number): number[] {
  const wide = BigInt(value);
  return Array.from({ length: count }, (_, i) => Number((wide >> BigInt(8 * (count - 1 - i))) & 0xffn));
}

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
