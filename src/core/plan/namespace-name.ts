import type { UuidOf } from './assign-uuids.ts';
import type { PlannedPort } from './deployment.ts';

/** The namespace of a service port: `qdhcp-` and the network's UUID, `qrouter-` and the router's (neutron-dataplane 1.1). */
export function namespaceNameOf(port: Pick<PlannedPort, 'owner' | 'network' | 'device'>, uuidOf: UuidOf): string | undefined {
  switch (port.owner) {
    case 'network:dhcp':
      return `qdhcp-${uuidOf(port.network)}`;
    case 'network:router_interface':
      return `qrouter-${uuidOf(port.device)}`;
    case 'compute:nova':
      return undefined;
  }
}
