import { type ElementId, groupBy, qualifiedName } from '#core/base';
import type { Deployment } from '#core/plan';
import type { OstopoModel } from '../parse-ostopo.ts';
import type { Pin } from './pin.ts';

/**
 * `local-vlan demo.net-1 1` for every network of every host that does not say it; a repeated block says it where all its hosts have the network.
 * A tenant's HA network stands in no text, so it cannot be named.
 */
export function localVlanPins(model: OstopoModel, deployment: Deployment): Pin[] {
  const planned = new Map(deployment.hosts.map((host) => [host.id, host.localVlans]));
  const named = new Set(model.topology.networks.map(({ id }) => id));
  const hostsOf = groupBy(model.topology.hosts, ({ id }) => model.astOf(id));
  return [...hostsOf].flatMap(([node, hosts]) => {
    if (!node) return [];
    const pins = hosts.flatMap(({ id, localVlans }) => {
      const written = new Set<ElementId>(localVlans.map(({ network }) => network));
      return (planned.get(id) ?? [])
        .filter(({ network }) => named.has(network) && !written.has(network))
        .map(({ network, vlan }): Pin => ({
          node,
          element: id,
          key: `local-vlan ${qualifiedName(network)}`,
          text: String(vlan),
          dealt: false,
        }));
    });
    return [...groupBy(pins, ({ key }) => key).values()].filter((same) => same.length === hosts.length).flat();
  });
}
