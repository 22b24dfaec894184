import { type ElementId, compact, groupBy, indexBy, known, lazily, sortedBy } from '#core/base';
import type { Finding } from '#core/diagnostics';
import {
  DEFAULT_MTU_BYTES,
  USUAL_TUNNEL_PORTS,
  isEthertype,
  isPortNumber,
  type Host,
  type Relations,
  type Topology,
  routerModes,
  type VmPort,
  relate,
} from '#core/model';
import type { IpAddress } from '#core/net';
import { type AssignedLocalVlans, assignLocalVlans } from './assign-local-vlans.ts';
import { assignNumbers } from './assign-numbers.ts';
import { assignDvrMacs } from './distributed/assign-dvr-macs.ts';
import { assignSegments } from './assign-segments.ts';
import { type UuidOf, assignUuids } from './assign-uuids.ts';
import { groupByHosts } from './group-by-hosts.ts';
import type { Deployment, PlannedFabric, PlannedFloatingIp, PlannedNetwork, PlannedPort, PlannedRouter, PlannedVm } from './deployment.ts';
import { draftPorts } from './draft-ports.ts';
import { findFloatingIps, planFloatingIps } from './plan-floating-ips.ts';
import { planRouters } from './plan-routers.ts';
import { hasOpenVswitch } from '#core/rules';
import { withHaNetworks } from './high-availability/ha-network.ts';
import { instanceName } from './instance-name.ts';
import { type Lock, NO_LOCK } from './lock/lock.ts';
import { checkStandbys } from './high-availability/check-standbys.ts';
import { planHost } from './plan-host.ts';
import { PlanMemory } from './plan-memory.ts';
import { planNetworks } from './plan-networks.ts';
import { indexDrafts, planPorts } from './plan-ports.ts';
import { planTunnels } from './plan-tunnels.ts';
import { isSwitched } from './plan-virtual-functions.ts';

/** A deployment, and what it had to leave out and why. */
export interface PlanResult {
  readonly deployment: Deployment;
  readonly findings: readonly Finding[];
}

/**
 * Fills in every value a topology leaves to Neutron; those that the lock has come from there. Pure and deterministic: the same model and lock give the same deployment. What cannot be planned
 * (a network without VNI, a port without address, a VM on no host) is left out, with a finding where the rules have none.
 */
export function planDeployment(written: Topology, lock: Lock = NO_LOCK, memory: PlanMemory = new PlanMemory()): PlanResult {
  const uuidOf = assignUuids(written, lock, memory);
  const topology = withHaNetworks(written, uuidOf);
  const relations = relate(topology);
  const { segments, findings: segmentFindings } = assignSegments(topology, lock);
  const networks = planNetworks(relations, segments, uuidOf);
  const networkIndex = indexBy(networks, (network) => network.id);
  const floating = findFloatingIps(relations);
  const drafts = draftPorts({ relations, uuidOf, isPlanned: (id) => networkIndex.has(id), lock }, floating.ways);
  const planned = planPorts({ relations, uuidOf, lock, memory, reservedOn: reservedAddresses(relations, floating.addressesOn) }, drafts);
  const wired = assignVlans(topology.hosts, networkIndex, planned.ports, lock);
  // Nothing can be wrong any more with what is made from them, so a keystroke need not wait for it.
  const floatingIps = lazily(() => planFloatingIps({ relations, uuidOf, ports: wired.ports }, floating.ways));
  const routers = lazily(() =>
    planRouters({ relations, uuidOf, lock, networks: networkIndex, ports: wired.ports, floatingIps: floatingIps() }),
  );
  const vms = lazily(() => planVms({ relations, uuidOf, lock }, wired.ports));
  const hosts = lazily(() =>
    planHosts({
      relations,
      uuidOf,
      lock,
      networks: networkIndex,
      drafts: indexDrafts(drafts),
      routers: routers(),
      floatingIps: floatingIps(),
      vms: vms(),
      ...wired,
    }),
  );
  return {
    deployment: {
      fabric: planFabric(topology),
      networks,
      ports: wired.ports,
      get routers() {
        return routers();
      },
      get floatingIps() {
        return floatingIps();
      },
      get vms() {
        return vms();
      },
      get hosts() {
        return hosts();
      },
    },
    findings: [...segmentFindings, ...planned.findings, ...wired.findings, ...checkStandbys(relations, wired.ports)],
  };
}

/** What Neutron keeps for floating addresses and Local IPs, each by a port of its own, no other port gets. */
function reservedAddresses(relations: Relations, floating: (network: ElementId) => readonly IpAddress[]): typeof floating {
  return (network) => [...floating(network), ...relations.portsOn(network).flatMap(({ localIps }) => localIps)];
}

function planFabric({ fabric, ports, routers }: Topology): PlannedFabric {
  const { id, name, overlay, underlay, firewall, l2Population, arpResponder, egressDirect, bandwidthMeters, distributedDhcp, dnsDomain } =
    fabric;
  return {
    id,
    name,
    overlay: overlay.type,
    overlayUdpPort: tunnelPort(overlay),
    underlay: underlay && {
      prefix: underlay.prefix,
      mtuBytes: underlay.mtuBytes,
      ...(underlay.vlan === undefined ? {} : { vlan: underlay.vlan }),
    },
    physicalNetworks: fabric.physicalNetworks.map((physical) => ({
      name: physical.name,
      mtuBytes: physical.mtuBytes ?? fabric.mtuBytes ?? DEFAULT_MTU_BYTES,
    })),
    firewall,
    l2Population,
    // Distributed routing with tunnels turns it on by itself (ovs_neutron_agent.py `__init__`).
    arpResponder: l2Population && (arpResponder || routers.some((router) => routerModes(fabric, router).distributed)),
    egressDirect,
    bandwidthMeters,
    distributedDhcp,
    localIpNat: planLocalIpNat(fabric, ports),
    permittedEthertypes: fabric.permittedEthertypes.filter(isEthertype),
    qosExtension: ports.some(hasQos),
    dnsDomain,
  };
}

/** With the Open vSwitch firewall the agent takes no other kind than the static one (local_ip.py `initialize`). */
function planLocalIpNat({ firewall, localIpStaticNat }: Topology['fabric'], ports: readonly VmPort[]): PlannedFabric['localIpNat'] {
  if (!ports.some(({ localIps }) => localIps.length > 0)) return undefined;
  return localIpStaticNat || firewall === 'openvswitch' ? 'static' : 'conntrack';
}

/** One that does not exist is reported by the rules, and does not count. */
function tunnelPort({ type, udpPort }: Topology['fabric']['overlay']): number {
  if (type === 'gre') return 0;
  return udpPort !== undefined && isPortNumber(udpPort) ? udpPort : USUAL_TUNNEL_PORTS[type];
}

function hasQos({ qos }: VmPort): boolean {
  const { ingress, egress, packets, guaranteedKbps: guaranteed, dscp } = qos;
  const rules = [ingress, egress, packets.ingress, packets.egress, guaranteed.ingress, guaranteed.egress, dscp];
  return rules.some((rule) => rule !== undefined);
}

interface Wired {
  readonly ports: readonly PlannedPort[];
  readonly vlans: ReadonlyMap<ElementId, AssignedLocalVlans>;
  readonly findings: readonly Finding[];
}

/** Local VLANs of every host; a port whose network gets none there is left out there. */
function assignVlans(
  hosts: readonly Host[],
  networks: ReadonlyMap<ElementId, PlannedNetwork>,
  ports: readonly PlannedPort[],
  lock: Lock,
): Wired {
  const byHost = groupByHosts(ports.filter(needsVlan));
  const vlans = new Map(hosts.map((host) => [host.id, assignLocalVlans(host, networksOf(byHost.get(host.id) ?? [], networks), lock)]));
  return {
    ports: withParents(
      compact(ports.map((port) => onlyOn(port, (host) => !needsVlan(port) || (vlans.get(host)?.vlans.has(port.network) ?? false)))),
    ),
    vlans,
    findings: [...vlans.values()].flatMap((assigned) => assigned.findings),
  };
}

/** A subport is nothing without the parent of its trunk. */
function withParents(ports: readonly PlannedPort[]): readonly PlannedPort[] {
  if (!ports.some(({ trunk }) => trunk?.kind === 'subport')) return ports;
  const parents = new Set(ports.filter(({ trunk }) => trunk?.kind === 'parent').map(({ id }) => id));
  return ports.filter(({ trunk }) => trunk?.kind !== 'subport' || parents.has(trunk.parent));
}

/** A port that is down is on the dead VLAN, and its network has none on its account (ovs_neutron_agent.py `treat_vif_port`). */
function needsVlan(port: PlannedPort): boolean {
  return isSwitched(port) && port.adminUp;
}

/** A port without the hosts that do not have it; `undefined` when none is left. */
function onlyOn(port: PlannedPort, has: (host: ElementId) => boolean): PlannedPort | undefined {
  if (port.hosts.every(has)) return port;
  const [first, ...others] = port.hosts.filter(has);
  return first && { ...port, hosts: [first, ...others] };
}

function networksOf(ports: readonly PlannedPort[], networks: ReadonlyMap<ElementId, PlannedNetwork>): readonly PlannedNetwork[] {
  return sortedBy(compact([...new Set(ports.map((port) => port.network))].map((id) => networks.get(id))), (network) => network.id);
}

interface PlanInput {
  readonly relations: Relations;
  readonly uuidOf: UuidOf;
  readonly lock: Lock;
}

/** libvirt's names count all VMs of the model in qualified-name order, as Nova counts its instances, after those that are locked. */
function planVms({ relations: { topology, host: hostOf }, uuidOf, lock }: PlanInput, ports: readonly PlannedPort[]): readonly PlannedVm[] {
  const portsOf = groupBy(ports, (port) => port.device);
  const instances = assignNumbers(
    topology.vms.map(({ id }) => ({ key: id, pin: undefined, locked: lock.elements.get(id)?.instance })),
    { pins: INSTANCES, free: INSTANCES },
  );
  return compact(
    topology.vms.map(({ id, name, host, listens }): PlannedVm | undefined => {
      const on = host === undefined ? undefined : hostOf(host);
      if (!on || !hasOpenVswitch(on)) return undefined;
      const instance = instanceName(known(instances.get(id), `the instance number of ${id}`));
      return {
        id,
        name,
        uuid: uuidOf(id),
        instanceName: instance,
        host: on.id,
        ports: (portsOf.get(id) ?? []).map((port) => port.id),
        listens,
      };
    }),
  );
}

/** Eight hexadecimal digits. */
const INSTANCES = { first: 1, last: 0xffffffff };

interface HostsInput extends Wired, PlanInput {
  readonly networks: ReadonlyMap<ElementId, PlannedNetwork>;
  readonly drafts: ReturnType<typeof indexDrafts>;
  readonly routers: readonly PlannedRouter[];
  readonly floatingIps: readonly PlannedFloatingIp[];
  readonly vms: readonly PlannedVm[];
}

function planHosts(input: HostsInput): Deployment['hosts'] {
  const { relations, networks, vlans } = input;
  const { fabric, hosts } = relations.topology;
  const [portsByHost, portsByNetwork] = [groupByHosts(input.ports.filter(isSwitched)), groupBy(input.ports, (port) => port.network)];
  const directByHost = groupByHosts(input.ports.filter((port) => !isSwitched(port)));
  const [routersByHost, vmsByHost] = [groupByHosts(input.routers), groupBy(input.vms, (vm) => vm.host)];
  const floatingIpsByRouter = groupBy(input.floatingIps, (floatingIp) => floatingIp.router);
  const distributed = new Set(input.routers.filter((router) => router.distributed).map(({ id }) => id));
  const networksOn = (host: ElementId) => compact([...(vlans.get(host)?.vlans.keys() ?? [])].map((id) => networks.get(id)));
  const dvrMacs = assignDvrMacs({ ...relations.topology, uuidOf: input.uuidOf });
  const tunnels = planTunnels({ fabric, hosts: hosts.filter(hasOpenVswitch), networks: [...networks.values()], networksOn });
  return hosts.map((host) =>
    planHost(
      {
        host,
        relations,
        networks,
        firewall: fabric.firewall,
        uuidOf: input.uuidOf,
        isDistributed: (router) => distributed.has(router),
        dvrMac: dvrMacs.get(host.id),
        lock: input.lock,
        drafts: input.drafts,
        ports: portsByHost.get(host.id) ?? [],
        directPorts: directByHost.get(host.id) ?? [],
        localVlans: vlans.get(host.id)?.vlans ?? new Map(),
        routers: routersByHost.get(host.id) ?? [],
        floatingIpsOf: (router) => floatingIpsByRouter.get(router) ?? [],
        vms: vmsByHost.get(host.id) ?? [],
        tunnels: tunnels.get(host.id) ?? [],
      },
      (network) => portsByNetwork.get(network) ?? [],
    ),
  );
}
