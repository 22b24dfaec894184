import { type ElementId, compact, qualifiedName } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import { type Element, type Network, mayUse, placeOf } from '#core/model';
import { describeElement } from '../describe-element.ts';
import type { Rule } from '../rule.ts';

/** OST4028: ports and router interfaces on a network that its tenant does not share with theirs. Gateways are free on every external network. */
export const checkSharing: Rule = ({ topology, vm, network, subnet }) =>
  compact([
    ...topology.ports.map((port) => {
      const [tenant, on] = [vm(port.vm)?.tenant, network(port.network)];
      return tenant !== undefined && on && !mayUse(tenant, on) ? foreign(port, 'network', tenant, on) : undefined;
    }),
    ...topology.routers.flatMap(({ tenant, interfaces }) =>
      interfaces.map((item) => {
        const joined = subnet(item.subnet);
        const on = joined && network(joined.network);
        return on && !mayUse(tenant, on) ? foreign(item, 'interface', tenant, on) : undefined;
      }),
    ),
  ]);

function foreign(element: Element, property: string, tenant: ElementId, network: Network): Finding {
  const name = qualifiedName(tenant);
  const message = `${describeElement(element)} of tenant \`${name}\` stands on ${describeElement(network)}, which ${whyNot(network)}: only an administrator can make it, and the two tenants are no longer apart. Write \`shared with ${name}\` at the network, or use one of the tenant's own.`;
  return createFinding('OST4028', {
    message,
    place: placeOf(element, property),
    related: [{ message: 'the network', place: placeOf(network, network.shared ? 'shared' : 'external') }],
    element: element.id,
    data: { network: network.id, tenant: name },
  });
}

function whyNot({ shared, external }: Network): string {
  if (shared) return 'is shared with other tenants only';
  return external ? 'is external, which opens it to the gateways of routers only' : 'is not shared';
}
