/** Names of the files in a host's folder; what writes a file and what mentions it agree here. */

/** A host's folder; a name with characters that a path cannot hold as they are gets them as `_HEX_`. */
export function hostFolder(host: string): string {
  return pathPart(host);
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

function pathPart(name: string): string {
  const safe = name.replace(/[^A-Za-z0-9_.-]/gu, (char) => `_${(char.codePointAt(0) ?? 0).toString(16)}_`);
  return /^[.-]/.test(safe) ? `_${safe}` : safe;
}
