import { type ElementId, groupBy, qualifiedName } from '#core/base';
import type { Network, Topology } from '#core/model';
import type { NameTree, Named, NamedNetwork } from './name-tree.ts';

/** The names of a topology, for resolving what a person asks about it. */
export function topologyNames(topology: Topology): NameTree {
  const own = <E extends { readonly tenant: ElementId }>(elements: readonly E[]) => groupBy(elements, (element) => element.tenant);
  const [networks, subnets, routers, groups, vms] = [
    own(topology.networks),
    own(topology.subnets),
    own(topology.routers),
    own(topology.securityGroups),
    own(topology.vms),
  ];
  const portsOf = groupBy(topology.ports, (port) => port.vm);
  const visible = new Map(topology.networks.map((network) => [network.id, visibilityOf(network)]));
  const tenants = topology.tenants.map(
    (tenant) =>
      [
        tenant.name,
        {
          id: tenant.id,
          networks: byName((networks.get(tenant.id) ?? []).map((network) => ({ ...network, ...visibilityOf(network) }))),
          subnets: byName((subnets.get(tenant.id) ?? []).map((subnet) => ({ ...subnet, ...(visible.get(subnet.network) ?? UNSEEN) }))),
          routers: byName(routers.get(tenant.id) ?? []),
          securityGroups: byName(groups.get(tenant.id) ?? []),
          vms: byName((vms.get(tenant.id) ?? []).map((vm) => ({ ...vm, ports: byName(portsOf.get(vm.id) ?? []) }))),
        },
      ] as const,
  );
  return { physicalNetworks: byName(topology.fabric.physicalNetworks), hosts: byName(topology.hosts), tenants: new Map(tenants) };
}

type Visibility = Pick<NamedNetwork, 'visibleOutside' | 'visibleTo'>;

const UNSEEN: Visibility = { visibleOutside: false, visibleTo: undefined };

function visibilityOf({ shared, external, sharedWith }: Network): Visibility {
  if (external || (shared && sharedWith === undefined)) return { visibleOutside: true, visibleTo: undefined };
  return shared ? { visibleOutside: true, visibleTo: new Set(sharedWith?.map(qualifiedName)) } : UNSEEN;
}

function byName<N extends Named & { readonly name: string }>(elements: readonly N[]): Map<string, N> {
  return new Map(elements.map((element) => [element.name, element]));
}
