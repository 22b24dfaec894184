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
  const index = new Map<ElementId, Element>();
  const add = (elements: Iterable<Element>) => {
    for (const element of elements) index.set(element.id, element);
  };
  add([topology.fabric]);
  add(topology.fabric.physicalNetworks);
  add(topology.hosts);
  for (const host of topology.hosts) add([...host.bridges, ...host.sriov]);
  add(topology.tenants);
  add(topology.networks);
  add(topology.subnets);
  add(topology.subnets.map((subnet) => subnet.dhcp));
  add(topology.routers);
  for (const router of topology.routers) add([...router.interfaces, ...(router.gateway ? [router.gateway] : [])]);
  add(topology.securityGroups);
  for (const group of topology.securityGroups) add(group.rules);
  add(topology.vms);
  add(topology.ports);
  add(topology.floatingIps);
  add(topology.expectations);
  return index;
}
