import { type ElementId, elementKind, qualifiedName } from '#core/base';
import type { Deployment } from '#core/plan';

/** Says an element's name as its author would: without the tenant while there is only one, a port by its VM, a router's interface by its router. */
export function createElementNames(deployment: Deployment): (id: ElementId) => string {
  const tenants = new Set(deployment.networks.map(({ tenant }) => tenant));
  const hasOneTenant = tenants.size <= 1;
  return (id) => {
    const parts = qualifiedName(id).split('.');
    const short = hasOneTenant && parts.length > 1 ? parts.slice(1) : parts;
    switch (elementKind(id)) {
      case 'ha-network':
      case 'ha-subnet':
        return `the HA network of ${parts.join('.')}`;
      case 'ha-port':
        return `the HA port of ${short.join('.')}`;
      case 'port':
      case 'interface':
        return short.slice(0, -1).join('.');
      case 'snat-port':
        return `the source NAT of ${short.slice(0, -1).join('.')}`;
      case 'agent-gateway':
        return `the floating addresses of ${parts.slice(1).join('.')} on ${parts[0] ?? ''}`;
      case 'dhcp':
        return `the DHCP service of ${short.join('.')}`;
      default:
        return short.join('.');
    }
  };
}
