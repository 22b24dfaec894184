import type { ElementId } from '#core/base';
import type { UuidOf } from './assign-uuids.ts';
import type { PlannedPort } from './deployment.ts';

/** What names of namespaces hang on. */
export interface NamespaceNames {
  readonly uuidOf: UuidOf;
  readonly isDistributed: (router: ElementId) => boolean;
}

/**
 * The namespace a port's device is in: `qdhcp-` and `fip-` with the network's UUID, `qrouter-` and `snat-` with the router's (neutron-dataplane 1.1).
 * A distributed router has its gateway in `snat-`, any other in `qrouter-`.
 */
export function namespaceNameOf(
  { owner, network, device }: Pick<PlannedPort, 'owner' | 'network' | 'device'>,
  { uuidOf, isDistributed }: NamespaceNames,
): string | undefined {
  switch (owner) {
    case 'network:dhcp':
      return `qdhcp-${uuidOf(network)}`;
    case 'network:router_interface':
    case 'network:router_interface_distributed':
    case 'network:ha_router_replicated_interface':
      return `qrouter-${uuidOf(device)}`;
    case 'network:router_centralized_snat':
      return `snat-${uuidOf(device)}`;
    case 'network:router_gateway':
    case 'network:router_ha_interface':
      return `${isDistributed(device) ? 'snat' : 'qrouter'}-${uuidOf(device)}`;
    case 'network:floatingip_agent_gateway':
      return `fip-${uuidOf(network)}`;
    case 'compute:nova':
    case 'trunk:subport':
      return undefined;
  }
}
