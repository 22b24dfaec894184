import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** Names of the files in a host's folder; what writes a file and what mentions it agree here. */

/** A host's folder; a name with characters that a path cannot hold as they are gets them as `_HEX_`. */
export function hostFolder(host: string): string {
  return pathPart(host);
}

/** The mark of what a host's setup.sh made: in the database of Open vSwitch and as the name of its record. */
export function ownerMark(fabric: string, host: string): string {
  return pathPart(`${fabric}@${host}`);
}

/** The flow file of a bridge. */
export function flowPath(bridge: string): string {
  return `flows/${pathPart(bridge)}.flows`;
}

/** The rules of the host (`undefined`) or of one of its namespaces. */
export function rulesPath(namespace: string | undefined, version: 4 | 6): string {
  return `iptables/${pathPart(namespace ?? 'host')}.v${version}.rules`;
}

/** The members of an address set. */
export function addressSetPath(name: string): string {
  return `iptables/${pathPart(name)}.ipset`;
}

/** dnsmasq's files of a network. */
export function dhcpPath(networkUuid: string, file: string): string {
  return `dhcp/${pathPart(networkUuid)}/${file}`;
}

/** radvd's configuration of a router, where Neutron keeps it too. */
export function radvdPath(routerUuid: string): string {
  return `ra/${pathPart(routerUuid)}.radvd.conf`;
}

/** haproxy's configuration as metadata proxy of a router or network. */
export function haproxyPath(uuid: string): string {
  return `ns-metadata-proxy/${pathPart(uuid)}.haproxy.conf`;
}

const LONGEST_PART = 120;

/** A name as part of a path: other characters are written by their number, and what is too long for a file's name ends in a hash. */
/** keepalived's configuration of a router, under the name that Neutron gives it in its state directory. */
export function keepalivedPath(routerUuid: string): string {
  return `ha_confs/${pathPart(routerUuid)}/keepalived.conf`;
}

function pathPart(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_.@-]/gu, (char) => `_${(char.codePointAt(0) ?? 0).toString(16)}_`);
  const whole = /^[.-]/.test(safe) ? `_${safe}` : safe;
  if (whole.length <= LONGEST_PART) return whole;
  return `${whole.slice(0, LONGEST_PART - 17)}_${bytesToHex(sha256(utf8ToBytes(name))).slice(0, 16)}`;
}
