import { printAddress, printMac } from '#core/net';
import type { PlannedPort } from '#core/plan';

/** The lines every Neutron port's tooltip has. */
export function describePort(port: Pick<PlannedPort, 'uuid' | 'mac' | 'adminUp'>): string[] {
  return [`port ${port.uuid}`, `MAC ${printMac(port.mac)}`, ...(port.adminUp ? [] : ['down: nothing passes'])];
}

/** The port's addresses in their order. */
export function describeAddresses(port: Pick<PlannedPort, 'addresses'>): string[] {
  return port.addresses.map(({ address }) => printAddress(address));
}

/** The Local IPs that a port answers to on its host. */
export function describeLocalIps({ localIps }: Pick<PlannedPort, 'localIps'>): string[] {
  return localIps.map((address) => `local ${printAddress(address)}`);
}
