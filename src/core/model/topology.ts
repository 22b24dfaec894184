import type { ElementId } from '#core/base';
import type { Element } from './element.ts';
import type { Expectation } from './expectation.ts';
import type { Fabric, Host } from './fabric.ts';
import type { FloatingIp, Network, Router, SecurityGroup, Subnet, Tenant, Vm, VmPort } from './tenant.ts';

/**
 * A cloud as written: immutable, every list in qualified-name order whatever the order of the text, every reference
 * resolved. What could not be resolved is a finding of the language layer and is left out here.
 */
export interface Topology {
  readonly fabric: Fabric;
  readonly hosts: readonly Host[];
  readonly tenants: readonly Tenant[];
  readonly networks: readonly Network[];
  readonly subnets: readonly Subnet[];
  readonly routers: readonly Router[];
  readonly securityGroups: readonly SecurityGroup[];
  readonly vms: readonly Vm[];
  readonly ports: readonly VmPort[];
  readonly floatingIps: readonly FloatingIp[];
  readonly expectations: readonly Expectation[];
}

/** Finds any element of a topology by its id: blocks, and the bridges, interfaces, gateways, DHCP services and rules inside them. */
export function indexTopology(topology: Topology): ReadonlyMap<ElementId, Element> {
  return new Map(elementsOf(topology).map((element) => [element.id, element]));
}

/** The elements of a topology, or of some of its lists, kind by kind. */
export function elementsOf(lists: Partial<Topology>): readonly Element[] {
  const { fabric, hosts = [], subnets = [], routers = [], securityGroups = [] } = lists;
  return [
    ...(fabric ? [fabric, ...fabric.physicalNetworks] : []),
    ...hosts,
    ...hosts.flatMap(({ bridges, sriov }) => [...bridges, ...sriov]),
    ...(lists.tenants ?? []),
    ...(lists.networks ?? []),
    ...subnets,
    ...subnets.map(({ dhcp }) => dhcp),
    ...routers,
    ...routers.flatMap(({ interfaces, gateway }) => [...interfaces, ...(gateway ? [gateway] : [])]),
    ...securityGroups,
    ...securityGroups.flatMap(({ rules }) => rules),
    ...(lists.vms ?? []),
    ...(lists.ports ?? []),
    ...(lists.floatingIps ?? []),
    ...(lists.expectations ?? []),
  ];
}
