import { groupBy, sortedBy } from '#core/base';
import { planDistributedNamespaces } from './distributed/distributed-namespaces.ts';
import { planDistributedReplica, planReplica } from './high-availability/plan-replica.ts';
import type { HostInput } from './host-input.ts';
import type { NamespacePlan } from './namespace-plan.ts';
import { dhcpNamespace } from './plan-dhcp-namespace.ts';
import { routerNamespace } from './plan-router-namespace.ts';
import type { PortsByNetwork } from './ports-by-network.ts';

/** The namespaces of a host: its routers', the `fip-` ones, then its DHCP services', each in qualified-name order. */
export function planNamespaces(input: HostInput, portsOf: PortsByNetwork): readonly NamespacePlan[] {
  const portsOfDevice = groupBy(input.ports, (port) => port.device);
  const services = sortedBy(
    input.ports.filter((port) => port.owner === 'network:dhcp'),
    (port) => port.network,
  );
  const distributed = planDistributedNamespaces(input, portsOf);
  return [
    ...input.routers.flatMap((router) => {
      const ports = portsOfDevice.get(router.id) ?? [];
      return router.distributed
        ? planDistributedReplica(distributed.ofRouter(router, ports), router, input.host.id)
        : [planReplica(routerNamespace(input, router, ports), router, input.host.id)];
    }),
    ...distributed.floating,
    ...services.map((port) => dhcpNamespace(input, port, portsOf)),
  ];
}
