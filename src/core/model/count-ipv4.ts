import type { Relations } from './relations.ts';
import type { VmPort } from './tenant.ts';

/** How many IPv4 addresses a port has: those that are written; one that names none at all gets one of each version that its network has. */
export function countIpv4({ subnetsOf }: Pick<Relations, 'subnetsOf'>, { addresses, network }: VmPort): number {
  if (addresses.length > 0) return addresses.filter(({ version }) => version === 4).length;
  return subnetsOf(network).some(({ prefix }) => prefix.address.version === 4) ? 1 : 0;
}
