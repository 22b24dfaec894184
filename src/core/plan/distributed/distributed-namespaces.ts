import { type ElementId, compact } from '#core/base';
import type { PlannedPort, PlannedRouter } from '../deployment.ts';
import type { HostInput } from '../host-input.ts';
import type { NamespacePlan } from '../namespace-plan.ts';
import { isRouterInterface } from '../port-owner.ts';
import type { PortsByNetwork } from '../ports-by-network.ts';
import { type LinkedFloatingIps, floatingNamespaces } from './floating-namespaces.ts';
import { assignRouterLinks } from './link-local-pairs.ts';
import { distributedRouterNamespace } from './router-namespace.ts';
import { snatNamespace } from './snat-namespace.ts';

/** What distributed routers have on a host. */
export interface DistributedNamespaces {
  /** `qrouter-`, and `snat-` on the hosts of its gateway. */
  readonly ofRouter: (router: PlannedRouter, ports: readonly PlannedPort[]) => readonly NamespacePlan[];
  /** `fip-`. */
  readonly floating: readonly NamespacePlan[];
}

/** Plans the namespaces of the distributed routers on one host. */
export function planDistributedNamespaces(input: HostInput, portsOf: PortsByNetwork): DistributedNamespaces {
  const linked = linkRouters(input);
  return {
    ofRouter(router, ports) {
      const { link, floatingIps = [] } = linked.get(router.id) ?? {};
      const interfaces = ports.filter(({ owner }) => isRouterInterface(owner));
      return compact([
        distributedRouterNamespace(input, { router, interfaces, link, floatingIps }, portsOf),
        snatNamespace(input, router, ports),
      ]);
    },
    floating: floatingNamespaces(input, [...linked.values()]),
  };
}

/** The routers with floating addresses of guests on this host. */
function linkRouters(input: HostInput): ReadonlyMap<ElementId, LinkedFloatingIps> {
  const floatingHere = ({ id }: PlannedRouter) =>
    input.floatingIpsOf(id).filter(({ host, centralised }) => host === input.host.id && !centralised);
  const routers = input.routers.filter((router) => router.distributed && floatingHere(router).length > 0);
  const links = assignRouterLinks(routers);
  return new Map(
    routers.flatMap((router) => {
      const link = links.get(router.id);
      if (!link) return [];
      const entry = { router: router.id, routerNamespace: `qrouter-${router.uuid}`, link, floatingIps: floatingHere(router) };
      return [[router.id, entry] as const];
    }),
  );
}
