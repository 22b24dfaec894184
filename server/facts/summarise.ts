import { type ElementId, compact, elementKind, indexBy, qualifiedName } from '#core/base';
import type { Topology } from '#core/model';
import { printAddress, printPrefix } from '#core/net';
import type { Deployment, PlannedPort, PlannedSegment } from '#core/plan';

/** Gives what tells an element apart in a list, in a few words: `10.0.1.85 on compute-0`; `undefined` where there is nothing to say. */
export function createSummaries(topology: Topology, deployment: Deployment): (id: ElementId) => string | undefined {
  let index: SummaryIndex | undefined;
  return (id) => summarise((index ??= indexElements(topology, deployment)), id);
}

interface SummaryIndex {
  readonly hosts: ReadonlyMap<ElementId, Topology['hosts'][number]>;
  readonly networks: ReadonlyMap<ElementId, Deployment['networks'][number]>;
  readonly subnets: ReadonlyMap<ElementId, Deployment['networks'][number]['subnets'][number]>;
  readonly vms: ReadonlyMap<ElementId, Deployment['vms'][number]>;
  readonly ports: ReadonlyMap<ElementId, PlannedPort>;
  readonly routers: ReadonlyMap<ElementId, Deployment['routers'][number]>;
}

function indexElements({ hosts }: Topology, { networks, ports, routers, vms }: Deployment): SummaryIndex {
  const byId = <T extends { readonly id: ElementId }>(items: readonly T[]) => indexBy(items, (item) => item.id);
  return {
    hosts: byId(hosts),
    networks: byId(networks),
    subnets: byId(networks.flatMap(({ subnets }) => subnets)),
    vms: byId(vms),
    ports: byId(ports),
    routers: byId(routers),
  };
}

function summarise(index: SummaryIndex, id: ElementId): string | undefined {
  const portsOf = (ids: readonly ElementId[]) => compact(ids.map((port) => index.ports.get(port)));
  switch (elementKind(id)) {
    case 'host': {
      const host = index.hosts.get(id);
      return host && compact([host.roles.join(', '), host.tunnelIp && printAddress(host.tunnelIp)]).join(' · ');
    }
    case 'network': {
      const network = index.networks.get(id);
      return network && [printSegment(network.segment), ...network.subnets.map(({ prefix }) => printPrefix(prefix))].join(' · ');
    }
    case 'subnet': {
      const subnet = index.subnets.get(id);
      return subnet && printPrefix(subnet.prefix);
    }
    case 'vm': {
      const vm = index.vms.get(id);
      return vm && onHosts([vm.host], portsOf(vm.ports));
    }
    case 'port':
    case 'interface':
    case 'dhcp': {
      const port = index.ports.get(id);
      return port && onHosts(port.hosts, [port]);
    }
    case 'router': {
      const router = index.routers.get(id);
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
