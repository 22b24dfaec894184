import { type ElementId, compact } from '#core/base';
import { type Dhcp, type Network, type Subnet, hasDhcpService } from '#core/model';
import { isNetworkHost } from './is-network-host.ts';
import type { LockedElement } from './lock/lock.ts';
import { type DraftInput, type PortDraft, pinsOf } from './port-draft.ts';
import { type PlaceService, createServicePlacement } from './service-placement.ts';

/** The DHCP ports, one for each network with a DHCP subnet; with distributed DHCP none. */
export function draftDhcpPorts(input: DraftInput): readonly PortDraft[] {
  const place = createServicePlacement(input.relations.topology);
  return compact(
    input.relations.topology.networks.map((network) => {
      const service = placeDhcpService(input, network, place);
      return service && input.isPlanned(network.id) ? draftDhcpPort(network, service) : undefined;
    }),
  );
}

/** The DHCP service of a network: its subnets, the `dhcp` that is its element, and its host. */
export interface DhcpService {
  readonly subnets: readonly Subnet[];
  readonly dhcp: Dhcp;
  readonly locked: LockedElement;
  readonly host: ElementId;
}

/** Where the DHCP service of a network is, if it has one. */
export function placeDhcpService(
  { relations, uuidOf, lock }: Pick<DraftInput, 'relations' | 'uuidOf' | 'lock'>,
  network: Network,
  place: PlaceService = createServicePlacement(relations.topology),
): DhcpService | undefined {
  const subnets = relations.subnetsOf(network.id).filter((subnet) => hasDhcpService(relations.topology.fabric, subnet));
  const first = subnets.find(({ dhcp }) => lock.elements.has(dhcp.id)) ?? subnets[0];
  const locked = (first && lock.elements.get(first.dhcp.id)) ?? {};
  const host = isNetworkHost(relations, locked.host) ? locked.host : place(uuidOf(network.id), [network]);
  return first && host && { subnets, dhcp: first.dhcp, locked, host };
}

/** One DHCP port serves all DHCP subnets of a network (`dhcp_agents_per_network` 1); the first subnet's `dhcp`, or the locked one, is its element and has its pins. */
function draftDhcpPort(network: Network, { subnets, dhcp, locked, host }: DhcpService): PortDraft {
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
