import { type IpAddress, type Prefix, addressBytes, createAddress, netmask } from '#core/net';
import { type DhcpOption, toBytes } from '#core/packet';
import type { DhcpPlan, PlannedSubnet } from '#core/plan';

/** Well-known ports of DHCP (RFC 2131 section 4.1). */
export const DHCP_SERVER_PORT = 67;
/** See `DHCP_SERVER_PORT`. */
export const DHCP_CLIENT_PORT = 68;

/** Neutron's `dhcp_lease_duration`. */
const LEASE_SECONDS = 86_400;

/** What dnsmasq tells a client of a subnet, from the files Neutron writes for it (neutron-dataplane 8.2). */
export function dhcpOptions(plan: DhcpPlan, subnet: PlannedSubnet, server: IpAddress): DhcpOption[] {
  const dnsServers = subnet.dnsServers.length > 0 ? subnet.dnsServers : plan.serverAddresses.length > 1 ? plan.serverAddresses : [server];
  const routes = classlessRoutes(plan, subnet);
  return [
    { code: 54, value: addressBytes(server) },
    { code: 51, value: toBytes(LEASE_SECONDS, 4) },
    { code: 1, value: addressBytes(netmask(subnet.prefix)) },
    ...(subnet.gateway ? [{ code: 3, value: addressBytes(subnet.gateway) }] : []),
    { code: 6, value: dnsServers.filter(({ version }) => version === 4).flatMap(addressBytes) },
    { code: 15, value: Array.from(plan.domain, (character) => character.charCodeAt(0)) },
    { code: 26, value: toBytes(plan.mtuBytes, 2) },
    ...(routes.length > 0 ? [{ code: 121, value: routes.flatMap(encodeRoute) }] : []),
  ];
}

interface ClasslessRoute {
  readonly destination: Prefix;
  readonly nextHop: IpAddress | undefined;
}

/** Other subnets of the network on the link, host routes, metadata by the router or this very server, the default route last. */
function classlessRoutes(plan: DhcpPlan, subnet: PlannedSubnet): ClasslessRoute[] {
  const others = plan.subnets.filter(({ id, prefix }) => id !== subnet.id && prefix.address.version === 4).reverse();
  const server = plan.metadataServers.find((candidate) => candidate.subnet === subnet.id)?.address;
  const metadataHop = server ?? (plan.routedSubnets.includes(subnet.id) ? subnet.gateway : undefined);
  const metadata: Prefix = { address: createAddress(4, 0xa9fea9fen), length: 32 };
  const routes: ClasslessRoute[] = [
    ...others.map(({ prefix }) => ({ destination: prefix, nextHop: undefined })),
    ...subnet.routes,
    ...(metadataHop ? [{ destination: metadata, nextHop: metadataHop }] : []),
  ];
  const byDefault: Prefix = { address: createAddress(4, 0n), length: 0 };
  return routes.length > 0 && subnet.gateway ? [...routes, { destination: byDefault, nextHop: subnet.gateway }] : routes;
}

/** RFC 3442: prefix length, the bytes of the prefix that count, the router (0.0.0.0 for "on this link"). */
function encodeRoute({ destination, nextHop }: ClasslessRoute): number[] {
  const significant = addressBytes(destination.address).slice(0, Math.ceil(destination.length / 8));
  return [destination.length, ...significant, ...(nextHop ? addressBytes(nextHop) : [0, 0, 0, 0])];
}
