import { joinBytes, toBytes } from './bytes.ts';

/** The Internet checksum (RFC 1071) of bytes whose own checksum field is zero. Over bytes with the right checksum in place it is 0. */
export function internetChecksum(bytes: Uint8Array): number {
  let sum = 0;
  for (let i = 0; i < bytes.length; i += 2) sum += ((bytes[i] ?? 0) << 8) | (bytes[i + 1] ?? 0);
  while (sum > 0xffff) sum = (sum & 0xffff) + (sum >>> 16);
  return ~sum & 0xffff;
}

/** The addresses that TCP, UDP and ICMPv6 checksums cover beside their own bytes. */
export interface PseudoHeader {
  readonly version: 4 | 6;
  readonly source: bigint;
  readonly destination: bigint;
  readonly protocol: number;
}

/** The checksum of a transport segment with its pseudo-header (RFC 768, RFC 9293, RFC 8200 section 8.1). */
export function transportChecksum(pseudo: PseudoHeader, segment: Uint8Array): number {
  const width = pseudo.version === 4 ? 4 : 16;
  const tail =
    pseudo.version === 4 ? [0, pseudo.protocol, ...toBytes(segment.length, 2)] : [...toBytes(segment.length, 4), 0, 0, 0, pseudo.protocol];
  return internetChecksum(joinBytes(toBytes(pseudo.source, width), toBytes(pseudo.destination, width), tail, segment));
}
