import { indexBy } from '#core/base';
import { netmask, prefixSize, printAddress, printMac, printPrefix, type IpAddress } from '#core/net';
import { isAutoAddressed } from '#core/model';
import type { DhcpPlan, PlannedSubnet, PortOptions } from '#core/plan';
import { oneLine } from './shell-quote.ts';

/** One argument of dnsmasq; `file` is a name in the network's state directory, which is known only where the script runs. */
export interface DnsmasqArgument {
  readonly option: string;
  readonly file?: string;
}

/** Seconds a lease lasts (`dhcp_lease_duration`). */
export const LEASE_SECONDS = 86400;
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

/** The files dnsmasq reads, by name; `leases` is what it starts from, so that a lease outlives the agent: 0 stands where setup.sh writes when a lease from then on ends (`_output_init_lease_file`). */
export function dnsmasqFiles(plan: DhcpPlan): ReadonlyMap<string, string> {
  const dhcp = { ...plan, domain: oneLine(plan.domain), interface: oneLine(plan.interface) };
  const automatic = new Set(dhcp.subnets.filter(isAutoAddressed).map(({ id }) => id));
  const enabled = new Set(dhcp.subnets.filter(({ dhcpEnabled }) => dhcpEnabled).map(({ id }) => id));
  const leases = dhcp.leases.filter(({ subnet }) => enabled.has(subnet) && !automatic.has(subnet));
  return new Map([
    ['host', lines(hostLines(dhcp))],
    ['addn_hosts', lines(dhcp.leases.map(({ address }) => `${printAddress(address)}\t${qualified(dhcp, address)} ${hostName(address)}`))],
    [
      'opts',
      lines([
        ...dhcp.subnets
          .filter(({ dhcpEnabled, ipv6Mode }) => dhcpEnabled && ipv6Mode !== 'slaac')
          .flatMap((subnet) => subnetOptions(dhcp, subnet)),
        ...dhcp.portOptions.flatMap(portOptionLines),
      ]),
    ],
    [
      'leases',
      lines(
        leases.filter(({ address }) => address.version === 4).map(({ mac, address }) => `0 ${printMac(mac)} ${printAddress(address)} * *`),
      ),
    ],
    ['interface', dhcp.interface],
  ]);
}

/** Guests that make their own addresses have a line only for what else DHCPv6 tells them, which of SLAAC alone is nothing. */
function hostLines(dhcp: DhcpPlan): string[] {
  const subnets = indexBy(dhcp.subnets, ({ id }) => id);
  const options = indexBy(dhcp.portOptions, ({ port }) => port);
  return dhcp.leases.flatMap((lease) => {
    const [subnet, own] = [subnets.get(lease.subnet), options.get(lease.port)];
    if (!subnet?.dhcpEnabled) return [];
    if (!isAutoAddressed(subnet)) return [hostLine(dhcp, lease, own)];
    return own && subnet.ipv6Mode === 'dhcpv6-stateless' ? [`${printMac(lease.mac)},tag:dhcpv6,set:${portTag(own)}`] : [];
  });
}

function hostLine(dhcp: DhcpPlan, { mac, address }: DhcpPlan['leases'][number], own: PortOptions | undefined): string {
  return [
    printMac(mac),
    ...(address.version === 6 ? ['tag:dhcpv6'] : []),
    ...(own?.clientId === undefined ? [] : [`id:${oneLine(own.clientId)}`]),
    qualified(dhcp, address),
    literal(address),
    ...(own && own.options.length > 0 ? [`set:${portTag(own)}`] : []),
  ].join(',');
}

function portTag({ uuid }: PortOptions): string {
  return `port-${uuid}`;
}

/** Numbers of DHCPv4 stand bare; the value is dnsmasq's to understand. */
function portOptionLines(port: PortOptions): string[] {
  return port.options
    .filter(({ version }) => port.versions.includes(version))
    .map(({ option, value, version }) => {
      const name = version === 6 ? `option6:${option}` : /^\d+$/.test(option) ? option : `option:${option}`;
      return oneLine(`tag:${portTag(port)},${name}${value === '' ? '' : `,${value}`}`);
    });
}

/** Those with a range: of IPv6 the ones whose mode asks for DHCPv6, unless they are wider than a /64. */
function servedSubnets(dhcp: DhcpPlan): readonly PlannedSubnet[] {
  return dhcp.subnets.filter(({ dhcpEnabled, prefix, ipv6Mode }) => {
    const isServed = prefix.address.version === 4 || ipv6Mode === 'dhcpv6-stateful' || ipv6Mode === 'dhcpv6-stateless';
    return dhcpEnabled && isServed && (prefix.address.version === 4 || prefix.length >= 64);
  });
}

function range({ uuid, prefix }: PlannedSubnet): string {
  if (prefix.address.version === 6) return `set:subnet-${uuid},${printAddress(prefix.address)},static,${prefix.length},${LEASE_SECONDS}s`;
  return `set:subnet-${uuid},${printAddress(prefix.address)},static,${printAddress(netmask(prefix))},${LEASE_SECONDS}s`;
}

function subnetOptions(dhcp: DhcpPlan, subnet: PlannedSubnet): string[] {
  const tag = `tag:subnet-${subnet.uuid}`;
  if (subnet.prefix.address.version === 6)
    return [...dnsServers(dhcp, subnet).map((value) => `${tag},option6:dns-server${value}`), `${tag},option6:domain-search,${dhcp.domain}`];
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

/** None: dnsmasq announces itself. `0.0.0.0` or `::` alone: announce nobody. */
function dnsServers(dhcp: DhcpPlan, subnet: PlannedSubnet): string[] {
  const own = subnet.dnsServers.filter(({ version }) => version === subnet.prefix.address.version);
  if (own.length === 1 && own[0]?.value === 0n) return [''];
  const several = dhcp.serverAddresses.length > 1 ? dhcp.serverAddresses : [];
  const announced = own.length > 0 ? own : several.filter(({ version }) => version === subnet.prefix.address.version);
  return announced.length > 0 ? [`,${announced.map(literal).join(',')}`] : [];
}

/** The network's other subnets on the link, the last one first; the subnet's routes; and the way to the metadata address. */
function classlessRoutes(dhcp: DhcpPlan, subnet: PlannedSubnet): string[] {
  const others = dhcp.subnets.filter(({ id, prefix }) => id !== subnet.id && prefix.address.version === 4);
  const onLink = others.map(({ prefix }) => `${printPrefix(prefix)},0.0.0.0`).reverse();
  const routes = subnet.routes
    .filter(({ destination }) => destination.length > 0)
    .map(({ destination, nextHop }) => `${printPrefix(destination)},${printAddress(nextHop)}`);
  const server = dhcp.metadataServers.find((candidate) => candidate.subnet === subnet.id)?.address;
  const hop = server ?? (dhcp.routedSubnets.includes(subnet.id) ? subnet.gateway : undefined);
  return [...onLink, ...routes, ...(hop ? [`169.254.169.254/32,${printAddress(hop)}`] : [])];
}

/** IPv6 in brackets, as dnsmasq reads it in options. */
function literal(address: IpAddress): string {
  return address.version === 4 ? printAddress(address) : `[${printAddress(address)}]`;
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
