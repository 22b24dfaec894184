import { type ElementId, groupBy, lazily, onceForEach, onceForEachObject } from '#core/base';
import type { IpAddress, MacAddress } from '#core/net';
import type { Deployment, PlannedFabric, PlannedNetwork, PlannedPort, PlannedRouter, PlannedSubnet, PlannedVm } from './deployment.ts';
import { findIn, required } from './find-planned.ts';
import { metadataServers } from './metadata-servers.ts';

/** All of a cloud that a host's programs and files are made from, besides the host's own plan. */
export interface Surroundings {
  readonly fabric: PlannedFabric;
  readonly index: HostIndex;
}

/** Finds what a host needs of the cloud around it; asking it for a network, port, router or VM the deployment does not have is a program's mistake. */
export interface HostIndex {
  readonly network: (id: ElementId) => PlannedNetwork;
  readonly port: (id: ElementId) => PlannedPort;
  readonly router: (id: ElementId) => PlannedRouter;
  readonly vm: (id: ElementId) => HostVm;
  readonly subnet: (id: ElementId) => PlannedSubnet | undefined;
  /** All ports of a network on any host, in the deployment's order; none for a network without. */
  readonly portsOf: (network: ElementId) => readonly Neighbour[];
  /** The next hop to the metadata address, for guests of a subnet whose DHCP service serves it. */
  readonly metadataServer: (subnet: ElementId) => IpAddress | undefined;
  /** The hosts that route for themselves other than this one. */
  readonly otherRoutingHosts: (host: ElementId) => readonly RoutingHost[];
}

/** What a host must know of a port that may be on another: its security groups, which are large and change often, are not among it. */
export type Neighbour = Pick<PlannedPort, 'id' | 'owner' | 'device' | 'hosts' | 'mac' | 'addresses' | 'adminUp'>;

/** What a host must know of a VM. libvirt's name is Nova's affair: it counts all VMs of the cloud, so that one more changes it everywhere. */
export type HostVm = Pick<PlannedVm, 'id' | 'name' | 'uuid' | 'ports'>;

/** A host that routes for itself, and the MAC its routed frames carry (`dvr_host_macs`). */
export interface RoutingHost {
  readonly id: ElementId;
  readonly mac: MacAddress;
}

/** The answers to what an index is asked, `undefined` where there is none. Each hangs on the deployment and one id: what was asked can be asked again of another deployment. */
export type Answers = { readonly [Q in keyof HostIndex]: (id: ElementId) => ReturnType<HostIndex[Q]> | undefined };

/** Answers from a deployment; what is looked up in is indexed when it is first asked for. */
export function answersFrom(deployment: Deployment): Answers {
  const { networks, ports, routers, vms } = deployment;
  const [network, port, router] = [findIn(() => networks), findIn(() => ports), findIn(() => routers)];
  const vm = findIn(() => vms.map((item): HostVm => ({ id: item.id, name: item.name, uuid: item.uuid, ports: item.ports })));
  const subnet = findIn(() => networks.flatMap(({ subnets }) => subnets));
  const portsByNetwork = lazily(() => groupBy(ports, (item) => item.network));
  const neighbours = onceForEach((id: ElementId) => (portsByNetwork().get(id) ?? []).map(neighbourOf));
  const servers = lazily(() => metadataServers(deployment));
  const routing = lazily(() =>
    deployment.hosts.flatMap(({ id, dvrMac }): RoutingHost[] => (dvrMac === undefined ? [] : [{ id, mac: dvrMac }])),
  );
  return {
    network,
    port,
    router,
    vm,
    subnet,
    portsOf: neighbours,
    metadataServer: (id) => servers().get(id),
    otherRoutingHosts: (host) => routing().filter(({ id }) => id !== host),
  };
}

/** The surroundings of the hosts of a deployment. */
export function surroundingsOf(deployment: Deployment, answers: Answers = answersFrom(deployment)): Surroundings {
  const { network, port, router, vm, subnet, portsOf, metadataServer, otherRoutingHosts } = answers;
  return {
    fabric: deployment.fabric,
    index: {
      network: required('network', network),
      port: required('port', port),
      router: required('router', router),
      vm: required('vm', vm),
      subnet,
      portsOf: (id) => portsOf(id) ?? [],
      metadataServer,
      otherRoutingHosts: (id) => otherRoutingHosts(id) ?? [],
    },
  };
}

/** The same object for the same port: what flows about it have in common is kept by it. */
const neighbourOf = onceForEachObject(({ id, owner, device, hosts, mac, addresses, adminUp }: PlannedPort): Neighbour => {
  return { id, owner, device, hosts, mac, addresses, adminUp };
});
