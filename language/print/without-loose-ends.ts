import type { ElementId } from '#core/base';
import type { Endpoint, Topology } from '#core/model';

/**
 * A topology less what refers to elements that are not in it: of a faulty text a subnet without CIDR and a port without network are left out,
 * while interfaces, floating addresses and expectations still name them. Such a reference cannot be written so that it is read again.
 */
export function withoutLooseEnds(topology: Topology): Topology {
  const subnets = idsOf(topology.subnets);
  const ports = idsOf(topology.ports);
  const stands = (end: Endpoint) => end.kind !== 'port' || ports.has(end.id);
  return {
    ...topology,
    routers: topology.routers.map((router) => ({ ...router, interfaces: router.interfaces.filter(({ subnet }) => subnets.has(subnet)) })),
    floatingIps: topology.floatingIps.map((floating) =>
      floating.port === undefined || ports.has(floating.port) ? floating : { ...floating, port: undefined },
    ),
    expectations: topology.expectations.filter(({ from, to }) => stands(from) && stands(to)),
  };
}

function idsOf(elements: readonly { readonly id: ElementId }[]): ReadonlySet<ElementId> {
  return new Set(elements.map(({ id }) => id));
}
