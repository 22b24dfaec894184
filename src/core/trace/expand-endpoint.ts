import { assertNever } from '#core/base';
import type { Endpoint } from '#core/model';
import { type Deployment, isGuestPort } from '#core/plan';

/** The single ends that an end stands for: a tenant's or a network's VM ports; every other end stands for itself. */
export function expandEndpoint(deployment: Deployment, endpoint: Endpoint): Endpoint[] {
  const vmPorts = deployment.ports.filter(({ owner }) => isGuestPort(owner));
  switch (endpoint.kind) {
    case 'tenant': {
      const networks = new Set(deployment.networks.filter(({ tenant }) => tenant === endpoint.id).map(({ id }) => id));
      const owned = vmPorts.filter(
        (port) => port.device.startsWith(`vm:${endpoint.id.slice('tenant:'.length)}.`) || networks.has(port.network),
      );
      return owned.map(({ id }) => ({ kind: 'port', id }));
    }
    case 'network':
      return vmPorts.filter(({ network }) => network === endpoint.id).map(({ id }) => ({ kind: 'port', id }));
    case 'vm':
    case 'port':
    case 'address':
    case 'internet':
      return [endpoint];
    default:
      return assertNever(endpoint);
  }
}
