import type { ElementId } from '#core/base';
import { type Topology, hasDhcpService, indexTopology } from '#core/model';
import type { BridgePlan, Deployment, HostPlan, Hosts, PlannedNetwork, PlannedPort, PlannedRouter } from '../deployment.ts';
import { isRouterInterface } from '../port-owner.ts';
import { instanceNumber } from '../instance-name.ts';
import { bridgeKey } from './bridge-key.ts';
import { type Lock, type LockedElement, NO_LOCK } from './lock.ts';

/**
 * The lock of a deployment. What `before` says of elements that are in the model and could not be planned this time stays, so that a fault does not
 * lose values; what is gone from the model is dropped.
 */
export function createLock(topology: Topology, deployment: Deployment, before: Lock = NO_LOCK): Lock {
  const ofports = new Map(
    deployment.hosts.flatMap((host) =>
      host.bridges.flatMap((bridge) => bridge.ports.map((port) => [portKey(host, port), port.ofport] as const)),
    ),
  );
  const known = indexTopology(topology);
  const off = new Set(topology.subnets.filter((subnet) => !hasDhcpService(topology.fabric, subnet)).map(({ dhcp }) => dhcp.id));
  const kept = [...before.elements].filter(([id]) => known.has(id) && !off.has(id));
  const elements: (readonly [ElementId, LockedElement])[] = [
    ...kept,
    ...deployment.networks.map((network) => [network.id, { uuid: network.uuid, ...segmentNumber(network) }] as const),
    ...deployment.networks.flatMap((network) => network.subnets.map((subnet) => [subnet.id, { uuid: subnet.uuid }] as const)),
    ...deployment.routers.map((router) => [router.id, lockRouter(router)] as const),
    ...deployment.floatingIps.map(({ id, uuid }) => [id, { uuid }] as const),
    ...deployment.vms.map(({ id, uuid, instanceName }) => [id, { uuid, instance: instanceNumber(instanceName) }] as const),
    ...deployment.ports.flatMap((port) => port.securityGroups.map(({ id, uuid }) => [id, { uuid }] as const)),
    ...deployment.ports.map((port) => [port.id, lockPort(port, ofports.get(`${port.hosts[0]} ${port.id}`))] as const),
  ];
  const shared = new Set(deployment.ports.filter(({ hosts }) => hosts.length > 1).map(({ id }) => id));
  const isShared = (port: ElementId) => shared.has(port);
  return {
    fabric: deployment.fabric.name,
    elements: new Map(elements),
    localVlans: new Map(deployment.hosts.flatMap((host) => withEntries(host.id, localVlansOf(host, deployment, before, known)))),
    bridgePorts: new Map(
      deployment.hosts.flatMap((host) =>
        host.bridges.flatMap((bridge) => withEntries(bridgeKey(host.name, bridge.name), ownPorts(bridge, isShared))),
      ),
    ),
    placeOf: () => undefined,
  };
}

function portKey(host: HostPlan, port: BridgePlan['ports'][number]): string {
  return port.kind === 'vif' ? `${host.id} ${port.element}` : '';
}

function segmentNumber({ segment }: PlannedNetwork): LockedElement {
  switch (segment.kind) {
    case 'overlay':
      return { vni: segment.vni };
    case 'vlan':
      return { vlan: segment.vlan };
    case 'flat':
    case 'local':
      return {};
  }
}

/** A highly available router is where its active replica is, a distributed one where its source NAT is; the standbys are known by their HA ports. */
function lockRouter({ uuid, hosts, virtualRouterId: vrid }: PlannedRouter): LockedElement {
  return { uuid, host: hosts[0], ...(vrid === undefined ? {} : { vrid }) };
}

function lockPort({ uuid, mac, addresses, hosts, owner, trunk }: PlannedPort, ofport: number | undefined): LockedElement {
  return {
    uuid,
    mac,
    ...(trunk?.kind === 'parent' ? { trunk: trunk.uuid } : {}),
    ...(isRouterInterface(owner) ? {} : { addresses: addresses.map(({ address }) => address) }),
    ...onlyHost(hosts),
    ...(ofport === undefined || hosts.length > 1 ? {} : { ofport }),
  };
}

/** What is on several hosts is where its router is, and has a port number on each of them. */
function onlyHost([host, ...others]: Hosts): LockedElement {
  return others.length === 0 ? { host } : {};
}

function localVlansOf(
  host: HostPlan,
  { networks }: Deployment,
  before: Lock,
  known: ReadonlyMap<ElementId, unknown>,
): Map<ElementId, number> {
  const planned = new Set(networks.map((network) => network.id));
  const kept = [...(before.localVlans.get(host.id) ?? [])].filter(([network]) => known.has(network) && !planned.has(network));
  return new Map([...kept, ...host.localVlans.map(({ network, vlan }) => [network, vlan] as const)]);
}

function ownPorts({ ports }: BridgePlan, isShared: (port: ElementId) => boolean): Map<string, number> {
  return new Map(ports.filter(({ kind, element }) => kind !== 'vif' || isShared(element)).map(({ name, ofport }) => [name, ofport]));
}

function withEntries<K, V>(key: ElementId, map: Map<K, V>): (readonly [ElementId, Map<K, V>])[] {
  return map.size === 0 ? [] : [[key, map]];
}
