import { type ElementId, compact, elementKind, indexBy, lazily, qualifiedName } from '#core/base';
import { type Relations, type Topology, relate } from '#core/model';
import { printAddress, printPrefix } from '#core/net';
import type { Deployment, PlannedPort, PlannedSegment } from '#core/plan';

/** Gives what tells an element apart in a list, in a few words: `10.0.1.85 on compute-0`; `undefined` where there is nothing to say. */
export function createSummaries(topology: Topology, deployment: Deployment): (id: ElementId) => string | undefined {
  const index = createIndex(deployment);
  return (id) => summarise(relate(topology), index, id);
}

/** Each part is made when a name of its kind is first met: who completes a host's name waits for no ports. */
type PlannedIndex = ReturnType<typeof createIndex>;

function createIndex(deployment: Deployment) {
  const byId = <T extends { readonly id: ElementId }>(items: () => readonly T[]) => lazily(() => indexBy(items(), (item) => item.id));
  return {
    networks: byId(() => deployment.networks),
    subnets: byId(() => deployment.networks.flatMap(({ subnets }) => subnets)),
    ports: byId(() => deployment.ports),
    routers: byId(() => deployment.routers),
  };
}

function summarise(relations: Relations, index: PlannedIndex, id: ElementId): string | undefined {
  const portsOf = (ids: readonly ElementId[]) => compact(ids.map((port) => index.ports().get(port)));
  switch (elementKind(id)) {
    case 'host': {
      const host = relations.host(id);
      return host && compact([host.roles.join(', '), host.tunnelIp && printAddress(host.tunnelIp)]).join(' · ');
    }
    case 'network': {
      const network = index.networks().get(id);
      return network && [printSegment(network.segment), ...network.subnets.map(({ prefix }) => printPrefix(prefix))].join(' · ');
    }
    case 'subnet': {
      const subnet = index.subnets().get(id);
      return subnet && printPrefix(subnet.prefix);
    }
    case 'vm': {
      const host = relations.vm(id)?.host;
      return host && onHosts([host], portsOf(relations.portsOf(id).map((port) => port.id)));
    }
    case 'port':
    case 'interface':
    case 'dhcp': {
      const port = index.ports().get(id);
      return port && onHosts(port.hosts, [port]);
    }
    case 'router': {
      const router = index.routers().get(id);
      return router && onHosts(router.hosts, portsOf(router.interfaces));
    }
    default:
      return undefined;
  }
}

/** A segment in the language's own words: `vni 22 (vxlan)`. */
export function printSegment(segment: PlannedSegment): string {
  switch (segment.kind) {
    case 'overlay':
      return `vni ${segment.vni} (${segment.type})`;
    case 'vlan':
      return `vlan ${segment.vlan} on ${segment.physicalNetwork}`;
    case 'flat':
      return `flat on ${segment.physicalNetwork}`;
    case 'local':
      return 'local';
  }
}

function onHosts(hosts: readonly ElementId[], ports: readonly PlannedPort[]): string {
  const addresses = ports.flatMap((port) => port.addresses.map(({ address }) => printAddress(address)));
  return compact([addresses.join(', ') || undefined, `on ${hosts.map(qualifiedName).join(', ')}`]).join(' ');
}
