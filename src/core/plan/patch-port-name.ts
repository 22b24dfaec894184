import { sha1 } from '@noble/hashes/legacy.js';

/** Longest name of a network device on Linux (IFNAMSIZ less the closing zero). */
const LONGEST_NAME = 15;

/**
 * The patch port that leads from br-int to a physical bridge (`int-`) or back (`phy-`). A name that would be too long is cut to 5
 * characters of the bridge and 6 hex digits of its SHA-1 (neutron_lib/plugins/utils.py get_interface_name): `int-br-prcebb81`.
 */
export function patchPortName(prefix: 'int-' | 'phy-', bridge: string): string {
  const whole = prefix + bridge;
  return whole.length <= LONGEST_NAME ? whole : prefix + bridge.slice(0, 5) + hex(sha1(asciiBytes(bridge))).slice(0, 6);
}

/** Bridge names are ASCII: the language allows letters, digits, `-` and `_`. */
function asciiBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (character) => character.charCodeAt(0));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
