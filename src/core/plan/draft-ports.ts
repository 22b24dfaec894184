import { type ElementId, type SourcePlace, compact } from '#core/base';
import {
  type Dhcp,
  type Network,
  type PortPins,
  type Relations,
  type RouterInterface,
  type Subnet,
  type VmPort,
  interfaceAddressOf,
} from '#core/model';
import type { IpAddress } from '#core/net';
import type { UuidOf } from './assign-uuids.ts';
import type { Hosts, PlannedPort } from './deployment.ts';
import type { Lock, LockedElement } from './lock/lock.ts';
import { hasOpenVswitch } from '#core/rules';
import { createServicePlacement } from './service-placement.ts';

/** A Neutron port whose owner and host are known, not yet its addresses and MAC. */
export interface PortDraft extends PortPins {
  readonly id: ElementId;
  readonly owner: PlannedPort['owner'];
  readonly network: Network;
  /** Where its addresses come from: the DHCP subnets, the subnet of the interface, or all of the network's. */
  readonly subnets: readonly Subnet[];
  readonly hosts: Hosts;
  readonly device: ElementId;
  readonly pinned: readonly IpAddress[];
  /** What the lock file has of it. */
  readonly locked: LockedElement;
  /** The VM port itself, for its security settings. */
  readonly vmPort: VmPort | undefined;
  /** What the draft is made from, with the draft's subnets. */
  readonly source: VmPort | RouterInterface | Dhcp;
  readonly place: SourcePlace;
  /** For messages: `port net-1 of vm-1`. */
  readonly description: string;
}

/** What the drafts are made from. */
export interface DraftInput {
  readonly relations: Relations;
  readonly uuidOf: UuidOf;
  /** Whether the network is part of the plan. */
  readonly isPlanned: (network: ElementId) => boolean;
  readonly lock: Lock;
}

/** All ports that have a network and a host with Open vSwitch, in the order in which they get their addresses: router interfaces, DHCP, VMs. */
export function draftPorts(input: DraftInput): readonly PortDraft[] {
  return [...draftInterfaces(input), ...draftDhcpPorts(input), ...draftVmPorts(input)];
}

/** Where each router runs: the host pinned or else locked where it is a network host, else one chosen; routers without are left out. */
export function placeRouters({
  relations,
  uuidOf,
  lock,
}: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>): ReadonlyMap<ElementId, ElementId> {
  const place = createServicePlacement(relations.topology);
  const placed = relations.topology.routers.map((router): [ElementId, ElementId] | undefined => {
    const host =
      networkHost(relations, router.host) ?? networkHost(relations, lock.elements.get(router.id)?.host) ?? place(uuidOf(router.id));
    return host && [router.id, host];
  });
  return new Map(compact(placed));
}

function networkHost(relations: Relations, id: ElementId | undefined): ElementId | undefined {
  return id !== undefined && relations.host(id)?.roles.includes('network') ? id : undefined;
}

function draftInterfaces(input: DraftInput): readonly PortDraft[] {
  const hosts = placeRouters(input);
  return compact(
    input.relations.topology.routers.flatMap((router) =>
      router.interfaces.map((item) => draftInterface(input, item, hosts.get(router.id))),
    ),
  );
}

function draftInterface(
  { relations, isPlanned, lock }: DraftInput,
  item: RouterInterface,
  host: ElementId | undefined,
): PortDraft | undefined {
  const subnet = relations.subnet(item.subnet);
  const network = subnet && relations.network(subnet.network);
  if (!subnet || !network || !host || !isPlanned(network.id)) return undefined;
  const address = interfaceAddressOf(item, subnet);
  return {
    ...pinsOf(item),
    id: item.id,
    owner: 'network:router_interface',
    network,
    subnets: [subnet],
    hosts: [host],
    device: item.router,
    pinned: address ? [address] : [],
    locked: lock.elements.get(item.id) ?? {},
    vmPort: undefined,
    source: item,
    place: item.places.name,
    description: `interface ${item.name}`,
  };
}

function draftDhcpPorts({ relations, uuidOf, isPlanned, lock }: DraftInput): readonly PortDraft[] {
  const place = createServicePlacement(relations.topology);
  return compact(
    relations.topology.networks.map((network) => {
      const subnets = relations.subnetsOf(network.id).filter(({ dhcp }) => dhcp.enabled);
      const first = subnets.find(({ dhcp }) => lock.elements.has(dhcp.id)) ?? subnets[0];
      const locked = (first && lock.elements.get(first.dhcp.id)) ?? {};
      const host = networkHost(relations, locked.host) ?? place(uuidOf(network.id));
      return first && host && isPlanned(network.id) ? draftDhcpPort(network, subnets, { dhcp: first.dhcp, locked }, host) : undefined;
    }),
  );
}

interface DhcpService {
  readonly dhcp: Dhcp;
  readonly locked: LockedElement;
}

/** One DHCP port serves all DHCP subnets of a network (`dhcp_agents_per_network` 1); the first subnet's `dhcp`, or the locked one, is its element and has its pins. */
function draftDhcpPort(network: Network, subnets: readonly Subnet[], { dhcp, locked }: DhcpService, host: ElementId): PortDraft {
  return {
    ...pinsOf(dhcp),
    id: dhcp.id,
    owner: 'network:dhcp',
    network,
    subnets,
    hosts: [host],
    device: dhcp.id,
    pinned: compact(subnets.map((subnet) => subnet.dhcp.address)),
    locked,
    vmPort: undefined,
    source: dhcp,
    place: dhcp.places.name,
    description: `the DHCP service of network ${network.name}`,
  };
}

function draftVmPorts({ relations, isPlanned, lock }: DraftInput): readonly PortDraft[] {
  return compact(
    relations.topology.ports.map((port): PortDraft | undefined => {
      const vm = relations.vm(port.vm);
      const host = vm?.host === undefined ? undefined : relations.host(vm.host);
      const network = relations.network(port.network);
      if (!vm || !host || !network || !hasOpenVswitch(host) || !isPlanned(network.id)) return undefined;
      return {
        ...pinsOf(port),
        id: port.id,
        owner: 'compute:nova',
        network,
        subnets: relations.subnetsOf(network.id),
        hosts: [host.id],
        device: vm.id,
        pinned: port.addresses,
        locked: lock.elements.get(port.id) ?? {},
        vmPort: port,
        source: port,
        place: port.places.name,
        description: `port ${port.name} of ${vm.name}`,
      };
    }),
  );
}

function pinsOf({ uuid, mac, ofport }: PortPins): PortPins {
  return { uuid, mac, ofport };
}
