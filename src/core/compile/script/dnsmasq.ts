import { netmask, prefixSize, printAddress, printMac, printPrefix, type IpAddress } from '#core/net';
import type { DhcpPlan, PlannedSubnet } from '#core/plan';

/** One argument of dnsmasq; `file` is a name in the network's state directory, which is known only where the script runs. */
export interface DnsmasqArgument {
  readonly option: string;
  readonly file?: string;
}

/** Seconds a lease lasts (`dhcp_lease_duration`). */
const LEASE_SECONDS = 86400;
const MOST_LEASES = 1n << 24n;

/** The command line of a network's dnsmasq, in Neutron's order (neutron-dataplane 8.2). */
export function dnsmasqArguments(dhcp: DhcpPlan): DnsmasqArgument[] {
  const served = servedSubnets(dhcp);
  const size = served.reduce((sum, { prefix }) => sum + prefixSize(prefix), 0n);
  return [
    { option: '--no-hosts' },
    { option: '--no-resolv' },
    { option: '--pid-file', file: 'pid' },
    { option: '--dhcp-hostsfile', file: 'host' },
    { option: '--addn-hosts', file: 'addn_hosts' },
    { option: '--dhcp-optsfile', file: 'opts' },
    { option: '--dhcp-leasefile', file: 'leases' },
    { option: '--dhcp-match=set:ipxe,175' },
    { option: '--dhcp-userclass=set:ipxe6,iPXE' },
    { option: '--local-service' },
    { option: '--bind-dynamic' },
    ...served.map((subnet) => ({ option: `--dhcp-range=${range(subnet)}` })),
    { option: `--dhcp-option-force=option:mtu,${dhcp.mtuBytes}` },
    { option: `--dhcp-lease-max=${size < MOST_LEASES ? size : MOST_LEASES}` },
    { option: '--conf-file=/dev/null' },
    { option: `--domain=${dhcp.domain}` },
  ];
}

/** The files dnsmasq reads, by name; `leases` is what it starts from, so that a lease outlives the agent. */
export function dnsmasqFiles(dhcp: DhcpPlan): ReadonlyMap<string, string> {
  const served = new Set(servedSubnets(dhcp).map(({ id }) => id));
  const leases = dhcp.leases.filter(({ subnet }) => served.has(subnet));
  return new Map([
    ['host', lines(leases.map(({ mac, address }) => `${printMac(mac)},${qualified(dhcp, address)},${printAddress(address)}`))],
    ['addn_hosts', lines(dhcp.leases.map(({ address }) => `${printAddress(address)}\t${qualified(dhcp, address)} ${hostName(address)}`))],
    ['opts', lines(servedSubnets(dhcp).flatMap((subnet) => subnetOptions(dhcp, subnet)))],
    ['leases', lines(leases.map(({ mac, address }) => `0 ${printMac(mac)} ${printAddress(address)} * *`))],
    ['interface', dhcp.interface],
  ]);
}

/** DHCPv6 is not planned, so an IPv6 subnet has no range. */
function servedSubnets(dhcp: DhcpPlan): readonly PlannedSubnet[] {
  return dhcp.subnets.filter(({ dhcpEnabled, prefix }) => dhcpEnabled && prefix.address.version === 4);
}

function range({ uuid, prefix }: PlannedSubnet): string {
  return `set:subnet-${uuid},${printAddress(prefix.address)},static,${printAddress(netmask(prefix))},${LEASE_SECONDS}s`;
}

function subnetOptions(dhcp: DhcpPlan, subnet: PlannedSubnet): string[] {
  const tag = `tag:subnet-${subnet.uuid}`;
  const gateway = subnet.gateway ?? subnet.routes.find(({ destination }) => destination.length === 0)?.nextHop;
  const options = [...dnsServers(dhcp, subnet).map((value) => `option:dns-server${value}`)];
  const routes = classlessRoutes(dhcp, subnet);
  if (routes.length > 0) {
    const all = [...routes, ...(gateway ? [`0.0.0.0/0,${printAddress(gateway)}`] : [])].join(',');
    options.push(`option:classless-static-route,${all}`, `249,${all}`); // 249: the same for old Windows guests
  }
  options.push(gateway ? `option:router,${printAddress(gateway)}` : 'option:router');
  return options.map((option) => `${tag},${option}`);
}

/** None: dnsmasq announces itself. `0.0.0.0` alone: announce nobody. */
function dnsServers(dhcp: DhcpPlan, subnet: PlannedSubnet): string[] {
  const own = subnet.dnsServers.filter(({ version }) => version === subnet.prefix.address.version);
  if (own.length === 1 && own[0]?.value === 0n) return [''];
  const several = dhcp.serverAddresses.length > 1 ? dhcp.serverAddresses : [];
  const announced = own.length > 0 ? own : several.filter(({ version }) => version === 4);
  return announced.length > 0 ? [`,${announced.map(printAddress).join(',')}`] : [];
}

/** The network's other subnets on the link, the last one first; the subnet's routes; and the way to the metadata address. */
function classlessRoutes(dhcp: DhcpPlan, subnet: PlannedSubnet): string[] {
  const others = dhcp.subnets.filter(({ id, prefix }) => id !== subnet.id && prefix.address.version === 4);
  const onLink = others.map(({ prefix }) => `${printPrefix(prefix)},0.0.0.0`).reverse();
  const routes = subnet.routes
    .filter(({ destination }) => destination.length > 0)
    .map(({ destination, nextHop }) => `${printPrefix(destination)},${printAddress(nextHop)}`);
  const metadata = dhcp.routedSubnets.includes(subnet.id) && subnet.gateway ? [`169.254.169.254/32,${printAddress(subnet.gateway)}`] : [];
  return [...onLink, ...routes, ...metadata];
}

function hostName(address: IpAddress): string {
  return `host-${printAddress(address).replace(/[.:]/g, '-')}`;
}

function qualified(dhcp: DhcpPlan, address: IpAddress): string {
  return `${hostName(address)}.${dhcp.domain}`;
}

function lines(items: readonly string[]): string {
  return items.map((item) => `${item}\n`).join('');
}
