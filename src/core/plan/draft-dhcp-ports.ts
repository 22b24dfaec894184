import { compact } from '#core/base';
import type { Dhcp, Network, Subnet } from '#core/model';
import type { Hosts } from './deployment.ts';
import { isNetworkHost } from './is-network-host.ts';
import type { LockedElement } from './lock/lock.ts';
import { type DraftInput, type PortDraft, pinsOf } from './port-draft.ts';
import { createServicePlacement } from './service-placement.ts';

/** The DHCP ports, one for each network with a DHCP subnet. */
export function draftDhcpPorts({ relations, uuidOf, isPlanned, lock }: DraftInput): readonly PortDraft[] {
  const place = createServicePlacement(relations.topology);
  return compact(
    relations.topology.networks.map((network) => {
      const subnets = relations.subnetsOf(network.id).filter(({ dhcp }) => dhcp.enabled);
      const first = subnets.find(({ dhcp }) => lock.elements.has(dhcp.id)) ?? subnets[0];
      const locked = (first && lock.elements.get(first.dhcp.id)) ?? {};
      const host = isNetworkHost(relations, locked.host) ? locked.host : place(uuidOf(network.id), [network]);
      return first && host && isPlanned(network.id) ? draftDhcpPort(network, subnets, { dhcp: first.dhcp, locked }, [host]) : undefined;
    }),
  );
}

interface DhcpService {
  readonly dhcp: Dhcp;
  readonly locked: LockedElement;
}

/** One DHCP port serves all DHCP subnets of a network (`dhcp_agents_per_network` 1); the first subnet's `dhcp`, or the locked one, is its element and has its pins. */
function draftDhcpPort(network: Network, subnets: readonly Subnet[], { dhcp, locked }: DhcpService, hosts: Hosts): PortDraft {
  return {
    ...pinsOf(dhcp),
    id: dhcp.id,
    owner: 'network:dhcp',
    network,
    subnets,
    hosts,
    device: dhcp.id,
    pinned: compact(subnets.map((subnet) => subnet.dhcp.address)),
    locked,
    vmPort: undefined,
    source: dhcp,
    place: dhcp.places.name,
    description: `the DHCP service of network ${network.name}`,
  };
}
