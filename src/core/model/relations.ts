import { type ElementId, groupBy, indexBy } from '#core/base';
import type { Host } from './fabric.ts';
import type { FloatingIp, Network, Router, RouterInterface, SecurityGroup, Subnet, Vm, VmPort } from './tenant.ts';
import type { Topology } from './topology.ts';

/** Who belongs to whom in a topology, each answered in constant time. A list for an unknown id is empty. */
export interface Relations {
  readonly topology: Topology;
  readonly host: (id: ElementId) => Host | undefined;
  readonly network: (id: ElementId) => Network | undefined;
  readonly subnet: (id: ElementId) => Subnet | undefined;
  readonly router: (id: ElementId) => Router | undefined;
  readonly vm: (id: ElementId) => Vm | undefined;
  readonly port: (id: ElementId) => VmPort | undefined;
  readonly securityGroup: (id: ElementId) => SecurityGroup | undefined;
  readonly subnetsOf: (network: ElementId) => readonly Subnet[];
  readonly portsOf: (vm: ElementId) => readonly VmPort[];
  /** The subports of the trunk whose parent a port is. */
  readonly subportsOf: (port: ElementId) => readonly VmPort[];
  readonly portsOn: (network: ElementId) => readonly VmPort[];
  readonly interfacesOn: (subnet: ElementId) => readonly RouterInterface[];
  /** The routers whose external network it is. */
  readonly gatewaysOn: (network: ElementId) => readonly Router[];
  readonly externalNetworks: readonly Network[];
  readonly floatingIpsOf: (port: ElementId) => readonly FloatingIp[];
}

/** A topology never changes: what it is asked is answered from the same relations, whoever asks. */
const known = new WeakMap<Topology, Relations>();

/** The relations of a topology, built once for everything that is asked of it. */
export function relate(topology: Topology): Relations {
  const relations = known.get(topology) ?? build(topology);
  known.set(topology, relations);
  return relations;
}

function build(topology: Topology): Relations {
  const interfaces = topology.routers.flatMap((router) => router.interfaces);
  return {
    topology,
    host: finder(topology.hosts),
    network: finder(topology.networks),
    subnet: finder(topology.subnets),
    router: finder(topology.routers),
    vm: finder(topology.vms),
    port: finder(topology.ports),
    securityGroup: finder(topology.securityGroups),
    subnetsOf: members(topology.subnets, (subnet) => subnet.network),
    portsOf: members(topology.ports, (port) => port.vm),
    subportsOf: members(
      topology.ports.filter(({ subport }) => subport),
      (port) => port.subport?.parent,
    ),
    portsOn: members(topology.ports, (port) => port.network),
    interfacesOn: members(interfaces, (item) => item.subnet),
    gatewaysOn: members(topology.routers, (router) => router.gateway?.network),
    externalNetworks: topology.networks.filter(({ external }) => external),
    floatingIpsOf: members(topology.floatingIps, (floatingIp) => floatingIp.port),
  };
}

function finder<T extends { readonly id: ElementId }>(items: readonly T[]): (id: ElementId) => T | undefined {
  const index = indexBy(items, (item) => item.id);
  return (id) => index.get(id);
}

function members<T>(items: readonly T[], owner: (item: T) => ElementId | undefined): (id: ElementId) => readonly T[] {
  const groups = groupBy(items, owner);
  return (id) => groups.get(id) ?? [];
}
