import { type ElementId, compact, elementId, qualifiedName } from '#core/base';
import { type Relations, routerModes } from '#core/model';
import { carriedBy, hasOpenVswitch } from '#core/rules';
import type { FoundWay } from '../plan-floating-ips.ts';
import type { DraftInput, PortDraft } from '../port-draft.ts';

/** The id of the port by which a host reaches an external network for its floating addresses: it is in no text. */
export function agentGatewayId(host: ElementId, network: ElementId): ElementId {
  return elementId('agent-gateway', qualifiedName(host), qualifiedName(network));
}

/** The host that translates a floating address: the guest's own, where its router is distributed and the host has the external network; `undefined` elsewhere. */
export function translatingHost(
  relations: Relations,
  { network, port, router }: Pick<FoundWay, 'network' | 'port' | 'router'>,
): ElementId | undefined {
  if (!network || !port || !router || !routerModes(relations.topology.fabric, router).distributed) return undefined;
  const id = relations.vm(port.vm)?.host;
  const host = id === undefined ? undefined : relations.host(id);
  return host && hasOpenVswitch(host) && carriedBy(host, network) ? host.id : undefined;
}

/** One port for each host and external network with floating addresses of guests there (l3_dvr_db.py `create_fip_agent_gw_port_if_not_exists`). */
export function draftAgentGateways({ relations, isPlanned, lock }: DraftInput, ways: readonly FoundWay[]): readonly PortDraft[] {
  const drafts = new Map<ElementId, PortDraft>();
  for (const way of ways) {
    const host = translatingHost(relations, way);
    const { network, floatingIp } = way;
    if (!host || !network || !isPlanned(network.id)) continue;
    const id = agentGatewayId(host, network.id);
    if (drafts.has(id)) continue;
    drafts.set(id, {
      id,
      uuid: undefined,
      mac: undefined,
      ofport: undefined,
      owner: 'network:floatingip_agent_gateway',
      network,
      subnets: relations.subnetsOf(network.id),
      hosts: [host],
      device: host,
      pinned: [],
      locked: lock.elements.get(id) ?? {},
      vmPort: undefined,
      source: floatingIp,
      place: floatingIp.places.name,
      description: `the floating address gateway of ${qualifiedName(host)} on ${network.name}`,
    });
  }
  return compact([...drafts.values()]);
}
