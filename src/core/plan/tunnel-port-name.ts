import { blake2b } from '@noble/hashes/blake2.js';
import { type IpAddress, printAddress } from '#core/net';
import type { OverlayType } from '#core/model';

const LONGEST_NAME = 15;
const BASE32 = 'abcdefghijklmnopqrstuvwxyz234567';

/**
 * The name of the port on br-tun that leads to a host (neutron-dataplane 1.2): `vxlan-c0a8ff1a` for 192.168.255.26; for IPv6 the
 * lower-case base32 of the 20-byte BLAKE2b of the address as text, cut so that the name has 15 characters.
 */
export function tunnelPortName(type: OverlayType, remote: IpAddress): string {
  if (remote.version === 4) return `${type}-${remote.value.toString(16).padStart(8, '0')}`;
  const digest = blake2b(
    Uint8Array.from(printAddress(remote), (character) => character.charCodeAt(0)),
    { dkLen: 20 },
  );
  return `${type}-${base32(digest)}`.slice(0, LONGEST_NAME);
}

/** RFC 4648 without padding; 20 bytes are a whole number of digits. */
function base32(bytes: Uint8Array): string {
  const bits = Array.from(bytes, (byte) => byte.toString(2).padStart(8, '0')).join('');
  return (bits.match(/.{5}/g) ?? []).map((five) => BASE32.charAt(parseInt(five, 2))).join('');
}
