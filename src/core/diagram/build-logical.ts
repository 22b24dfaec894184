import { type ElementId, compact, elementId, groupBy, qualifiedName } from '#core/base';
import { printAddress, printMac, printPrefix } from '#core/net';
import type { PlannedPort, PlannedRouter, PlannedVm } from '#core/plan';
import { describeSegment, describeSubnets, networkElements } from './describe-network.ts';
import type { GraphDraft } from './graph-draft.ts';

/** Draws the cloud as on a whiteboard: each tenant's routers, networks, VMs and DHCP services, with their addresses on the lines. */
export function buildLogical(draft: GraphDraft): void {
  const { deployment } = draft.fabric;
  const tenants = new Set<ElementId>();
  const inTenant = (tenant: ElementId): string => {
    if (!tenants.has(tenant))
      draft.addNode({
        id: tenant,
        kind: 'tenant',
        title: qualifiedName(tenant),
        details: ['tenant'],
        tooltip: `tenant ${qualifiedName(tenant)}`,
        element: tenant,
        markedFor: [tenant],
      });
    tenants.add(tenant);
    return tenant;
  };

  for (const network of deployment.networks) {
    draft.addNode({
      id: network.id,
      kind: 'network',
      parent: inTenant(network.tenant),
      title: network.name,
      details: [describeSubnets(network).join(', '), [describeSegment(network), `MTU ${network.mtuBytes}`].join(' · ')].filter(
        (line) => line !== '',
      ),
      tooltip: [
        `network ${network.name}`,
        `id ${network.uuid}`,
        ...network.subnets.map((subnet) => `subnet ${subnet.name} ${printPrefix(subnet.prefix)}`),
      ].join('\n'),
      element: network.id,
      networks: [network.id],
      markedFor: networkElements(network),
    });
  }
  const tenantOf = tenantFinder(draft);
  for (const router of deployment.routers) buildRouter(draft, router, inTenant(tenantOf(router)));
  for (const vm of deployment.vms) buildVm(draft, vm, inTenant(tenantOf(vm)));
  const dhcpPorts = deployment.ports.filter((port) => port.owner === 'network:dhcp');
  for (const [network, ports] of groupBy(dhcpPorts, (port) => port.network)) buildDhcp(draft, network, ports);
}

/** The tenant of a router or VM is the first name of its qualified name. */
function tenantFinder(draft: GraphDraft): (owner: { readonly id: ElementId }) => ElementId {
  const tenants = new Map(draft.fabric.deployment.networks.map(({ tenant }) => [qualifiedName(tenant), tenant]));
  return ({ id }) => {
    const name = qualifiedName(id).split('.')[0] ?? '';
    return tenants.get(name) ?? elementId('tenant', name);
  };
}

function buildRouter(draft: GraphDraft, router: PlannedRouter, tenant: string): void {
  const hosts = router.hosts.map((id) => draft.index.host(id).name).join(', ');
  draft.addNode({
    id: router.id,
    kind: 'router',
    parent: tenant,
    title: router.name,
    details: [`on ${hosts}`],
    tooltip: [
      `router ${router.name} on ${hosts}`,
      `id ${router.uuid}`,
      ...router.routes.map((route) => `${printPrefix(route.destination)} via ${printAddress(route.nextHop)}`),
    ].join('\n'),
    element: router.id,
    markedFor: [router.id, ...router.interfaces],
  });
  for (const port of router.interfaces.map((id) => draft.index.port(id))) addMember(draft, router.id, port);
}

function buildVm(draft: GraphDraft, vm: PlannedVm, tenant: string): void {
  const ports = vm.ports.map((id) => draft.index.port(id));
  const host = draft.index.host(vm.host).name;
  draft.addNode({
    id: vm.id,
    kind: 'vm',
    parent: tenant,
    title: vm.name,
    details: compact([ports.length === 1 ? addresses(ports) : undefined, `on ${host}`]),
    tooltip: [`vm ${vm.name} on ${host}`, ...ports.map((port) => `${addresses([port])}  ${printMac(port.mac)}`)].join('\n'),
    element: vm.id,
    networks: [...new Set(ports.map((port) => port.network))],
    markedFor: [vm.id, ...vm.ports],
  });
  for (const port of ports) addMember(draft, vm.id, port, ports.length === 1 ? '' : undefined);
}

function buildDhcp(draft: GraphDraft, network: ElementId, ports: readonly PlannedPort[]): void {
  const [first] = ports;
  if (!first) return;
  const { tenant, name } = draft.index.network(network);
  const id = `dhcp/${network}`;
  draft.addNode({
    id,
    kind: 'dhcp',
    parent: tenant,
    title: 'DHCP',
    details: [addresses(ports)],
    tooltip: [`DHCP service of ${name} on ${draft.index.host(first.hosts[0]).name}`, `MAC ${printMac(first.mac)}`].join('\n'),
    element: first.device,
    networks: [network],
    markedFor: ports.map((port) => port.id),
  });
  for (const port of ports) addMember(draft, id, port, '');
}

function addMember(draft: GraphDraft, owner: string, port: PlannedPort, label: string = addresses([port])): void {
  draft.addLink({
    kind: 'member',
    id: `member:${port.id}`,
    from: owner,
    to: port.network,
    label,
    tooltip: [
      `port ${port.uuid}`,
      `MAC ${printMac(port.mac)}`,
      ...port.addresses.map(({ address, prefixLength }) => printPrefix({ address, length: prefixLength })),
    ].join('\n'),
    element: port.id,
    networks: [port.network],
  });
}

function addresses(ports: readonly PlannedPort[]): string {
  return ports.flatMap((port) => port.addresses.map(({ address }) => printAddress(address))).join(', ');
}
