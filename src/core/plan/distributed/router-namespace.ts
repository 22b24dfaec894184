import { indexBy, sortedBy } from '#core/base';
import { type InterfaceAddress, type Prefix, addressBits, prefixContains, prefixOf, sameAddress } from '#core/net';
import type { PlannedFloatingIp, PlannedPort, PlannedRouter } from '../deployment.ts';
import type { HostInput } from '../host-input.ts';
import { namespaceDevice, networkOf } from '../namespace-device.ts';
import { BARE_NAMESPACE, type NamespaceNeighbour, type NamespacePlan, type NamespaceRoute, type PolicyRule } from '../namespace-plan.ts';
import { planRadvd } from '../plan-radvd.ts';
import { ROUTER_SYSCTLS, routerMetadataProxy } from '../plan-router-namespace.ts';
import { isRouterInterface } from '../port-owner.ts';
import type { PortsByNetwork } from '../ports-by-network.ts';
import { anywhere, extraRoutes } from '../router-routes.ts';
import type { RouterLink } from './link-local-pairs.ts';
import { FLOATING_TABLE, assignPriorities, snatTable } from './policy-numbers.ts';

/** What a distributed router's namespace on one host is planned from. */
export interface LocalRouter {
  readonly router: PlannedRouter;
  /** Its interfaces, with their MACs and addresses the same on every host. */
  readonly interfaces: readonly PlannedPort[];
  /** Those of guests on this host. */
  readonly floatingIps: readonly PlannedFloatingIp[];
  /** Where there are any. */
  readonly link: RouterLink | undefined;
}

/** The `qrouter-` namespace of a distributed router on one host (neutron-dataplane 7.4). */
export function distributedRouterNamespace(input: HostInput, local: LocalRouter, portsOf: PortsByNetwork): NamespacePlan {
  const { router, interfaces, link } = local;
  const redirects = router.gateway ? interfaces.flatMap((port) => redirectsOf(input, port, portsOf)) : [];
  return {
    ...BARE_NAMESPACE,
    name: `qrouter-${router.uuid}`,
    kind: 'router',
    element: router.id,
    devices: interfaces.map((port) => namespaceDevice(input, port)),
    veths: link ? [routerEnd(input, local, link)] : [],
    routes: [...extraRoutes(router), ...redirects.map(({ route }) => route), ...(link ? [floatingRoute(link)] : [])],
    policyRules: [...redirects.map(({ rule }) => rule), ...floatingRules(local)],
    neighbours: [...interfaces.flatMap((port) => knownNeighbours(input, port, portsOf)), ...(link ? [outsideNeighbour(link)] : [])],
    sysctls: [...ROUTER_SYSCTLS, ...(redirects.length > 0 ? quietRedirects(redirects) : [])],
    nat: {
      externalDevice: link?.router.device,
      snatAddress: undefined,
      snat: false,
      distributed: true,
      floatingIps: local.floatingIps.map(({ id, address, fixedAddress }) => ({ element: id, address, fixedAddress })),
    },
    radvd: planRadvd(input, router, interfaces),
    metadataProxy: routerMetadataProxy(router),
  };
}

/** What comes from a subnet and has no floating address leaves by the centralised port there. */
interface Redirect {
  readonly device: string;
  readonly rule: PolicyRule;
  readonly route: NamespaceRoute;
}

function redirectsOf(input: HostInput, port: PlannedPort, portsOf: PortsByNetwork): readonly Redirect[] {
  const device = namespaceDevice(input, port);
  const central = portsOf(port.network).find(
    ({ owner, device: router }) => owner === 'network:router_centralized_snat' && router === port.device,
  );
  return device.addresses.flatMap((address): Redirect[] => {
    const nextHop = central?.addresses.find(
      (own) => own.address.version === address.address.version && prefixContains(prefixOf(address), own.address),
    );
    if (!nextHop) return [];
    const table = snatTable(address);
    const { version } = address.address;
    return [
      {
        device: device.name,
        rule: { priority: table, version, source: address, inDevice: undefined, table },
        route: { destination: anywhere(version), nextHop: nextHop.address, device: device.name, table },
      },
    ];
  });
}

/** The router sends packets back the way they came: it must not tell the guests of a better one. */
function quietRedirects(redirects: readonly Redirect[]): NamespacePlan['sysctls'] {
  return ['all', ...new Set(redirects.map(({ device }) => device))].map((name) => ({
    key: `net.ipv4.conf.${name}.send_redirects`,
    value: '0',
  }));
}

/** Every port of the subnets but routers', and the allowed addresses of guests: on this host nobody else is asked (dvr_local_router.py `_set_subnet_arp_info`). */
function knownNeighbours(input: HostInput, port: PlannedPort, portsOf: PortsByNetwork): readonly NamespaceNeighbour[] {
  const { name } = namespaceDevice(input, port);
  const subnets = new Map(networkOf(input, port).subnets.map((subnet) => [subnet.id, subnet.prefix]));
  const own = new Set(port.addresses.map(({ subnet }) => subnet));
  const prefixes = [...own].flatMap((subnet) => subnets.get(subnet) ?? []);
  const entries = portsOf(port.network)
    .filter(({ owner }) => !isRouterInterface(owner))
    .flatMap((other) => [
      ...other.addresses.filter(({ subnet }) => own.has(subnet)).map(({ address }) => ({ device: name, address, mac: other.mac })),
      ...other.allowedAddresses
        .filter(({ prefix }) => isOneAddress(prefix) && prefixes.some((wide) => prefixContains(wide, prefix.address)))
        .map(({ prefix, mac }) => ({ device: name, address: prefix.address, mac })),
    ]);
  return sortedBy(
    indexBy(entries, ({ address }) => `${address.version} ${address.value}`).values(),
    ({ address }) => address.version,
    ({ address }) => address.value,
  ).filter(({ address }) => !port.addresses.some((mine) => sameAddress(mine.address, address)));
}

function isOneAddress({ address, length }: Prefix): boolean {
  return length === addressBits(address.version);
}

function routerEnd(input: HostInput, { router, floatingIps }: LocalRouter, link: RouterLink): NamespacePlan['veths'][number] {
  const network = floatingIps[0] && input.networks.get(floatingIps[0].network);
  return {
    name: link.router.device,
    peer: { namespace: `fip-${network?.uuid ?? ''}`, device: link.outside.device },
    element: router.id,
    mac: link.router.mac,
    mtuBytes: network?.mtuBytes ?? 0,
    addresses: [link.router.address],
  };
}

function floatingRoute({ router, outside }: RouterLink): NamespaceRoute {
  return { destination: anywhere(4), nextHop: outside.address.address, device: router.device, table: FLOATING_TABLE };
}

function outsideNeighbour({ router, outside }: RouterLink): NamespaceNeighbour {
  return { device: router.device, address: outside.address.address, mac: outside.mac };
}

function floatingRules({ floatingIps }: LocalRouter): readonly PolicyRule[] {
  const whole = (address: InterfaceAddress['address']): Prefix => ({ address, length: addressBits(address.version) });
  return [...assignPriorities(floatingIps)].map(([{ fixedAddress }, priority]) => ({
    priority,
    version: 4,
    source: whole(fixedAddress),
    inDevice: undefined,
    table: FLOATING_TABLE,
  }));
}
