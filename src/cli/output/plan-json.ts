import type { ElementId } from '#core/base';
import { printAddress, printMac, printPrefix, printRange } from '#core/net';
import {
  type BridgePlan,
  type BridgePort,
  type Deployment,
  type HostPlan,
  type PlannedNetwork,
  type PlannedPort,
  type PlannedSegment,
  indexDeployment,
} from '#core/plan';

/** `plan --format json`, schema 1 (docs/schemas/plan.json). Addresses, MACs and ids are text. */
export function planToJson(deployment: Deployment, hosts: readonly HostPlan[]): unknown {
  const shown = new Set<ElementId>(hosts.map((host) => host.id));
  return {
    schema: 1,
    fabric: {
      name: deployment.fabric.name,
      overlay: deployment.fabric.overlay,
      underlay: deployment.fabric.underlay
        ? { cidr: printPrefix(deployment.fabric.underlay.prefix), mtu: deployment.fabric.underlay.mtuBytes }
        : null,
      firewall: deployment.fabric.firewall,
      l2Population: deployment.fabric.l2Population,
      arpResponder: deployment.fabric.arpResponder,
      egressDirect: deployment.fabric.egressDirect,
    },
    networks: deployment.networks.map(networkToJson),
    ports: deployment.ports.filter((port) => port.hosts.some((host) => shown.has(host))).map((port) => portToJson(port)),
    routers: deployment.routers
      .filter((router) => router.hosts.some((host) => shown.has(host)))
      .map((router) => ({ element: router.id, id: router.uuid, hosts: router.hosts, interfaces: router.interfaces })),
    vms: deployment.vms
      .filter((vm) => shown.has(vm.host))
      .map((vm) => ({ element: vm.id, id: vm.uuid, instance: vm.instanceName, host: vm.host, ports: vm.ports })),
    hosts: hosts.map((host) => hostToJson(host, deployment)),
  };
}

function networkToJson(network: PlannedNetwork) {
  return {
    element: network.id,
    id: network.uuid,
    mtu: network.mtuBytes,
    segment: segmentToJson(network.segment),
    subnets: network.subnets.map((subnet) => ({
      element: subnet.id,
      id: subnet.uuid,
      cidr: printPrefix(subnet.prefix),
      gateway: subnet.gateway ? printAddress(subnet.gateway) : null,
      pools: subnet.pools.map(printRange),
      dhcp: subnet.dhcpEnabled,
    })),
  };
}

function segmentToJson(segment: PlannedSegment) {
  switch (segment.kind) {
    case 'overlay':
      return { type: segment.type, vni: segment.vni };
    case 'vlan':
      return { type: 'vlan', physicalNetwork: segment.physicalNetwork, vlan: segment.vlan };
    case 'flat':
      return { type: 'flat', physicalNetwork: segment.physicalNetwork };
    case 'local':
      return { type: 'local' };
  }
}

function portToJson(port: PlannedPort) {
  return {
    element: port.id,
    id: port.uuid,
    owner: port.owner,
    device: port.device,
    network: port.network,
    hosts: port.hosts,
    mac: printMac(port.mac),
    addresses: port.addresses.map(({ address, subnet, prefixLength }) => ({ address: printAddress(address), prefixLength, subnet })),
    portSecurity: port.portSecurity,
    securityGroups: port.securityGroups.map((group) => group.id),
  };
}

function hostToJson(host: HostPlan, deployment: Deployment) {
  const network = indexDeployment(deployment).network;
  return {
    element: host.id,
    name: host.name,
    roles: host.roles,
    tunnel: host.tunnel ? { address: printPrefix(host.tunnel.address), bridge: host.tunnel.bridge ?? null } : null,
    localVlans: host.localVlans.map(({ network: id, vlan }) => ({ network: id, id: network(id).uuid, vlan })),
    bridges: host.bridges.map(bridgeToJson),
    hybridPlugs: host.hybridPlugs,
    virtualFunctions: host.virtualFunctions.map(({ mac, vlan, ...item }) => ({ ...item, mac: printMac(mac), vlan: vlan ?? null })),
    sharedCards: host.sharedCards.map(({ mac, ...item }) => ({ ...item, mac: printMac(mac) })),
    namespaces: host.namespaces.map((namespace) => ({
      name: namespace.name,
      kind: namespace.kind,
      element: namespace.element,
      devices: namespace.devices.map((device) => ({
        name: device.name,
        port: device.port,
        mac: printMac(device.mac),
        mtu: device.mtuBytes,
        addresses: device.addresses.map(printPrefix),
      })),
      routes: namespace.routes.map((route) => ({
        destination: printPrefix(route.destination),
        nextHop: route.nextHop ? printAddress(route.nextHop) : null,
        device: route.device ?? null,
        table: route.table ?? null,
      })),
      dhcp:
        namespace.dhcp?.leases.map((lease) => ({ port: lease.port, mac: printMac(lease.mac), address: printAddress(lease.address) })) ??
        null,
    })),
  };
}

function bridgeToJson(bridge: BridgePlan) {
  return {
    name: bridge.name,
    kind: bridge.kind,
    physicalNetwork: bridge.physicalNetwork ?? null,
    address: bridge.address ? printPrefix(bridge.address) : null,
    ports: bridge.ports.map(bridgePortToJson),
  };
}

function bridgePortToJson(port: BridgePort) {
  const common = { name: port.name, ofport: port.ofport, kind: port.kind, element: port.element };
  switch (port.kind) {
    case 'patch':
      return { ...common, peer: port.peer, ...(port.tag === undefined ? {} : { tag: port.tag }) };
    case 'tunnel':
      return {
        ...common,
        type: port.type,
        localIp: printAddress(port.localIp),
        remoteIp: printAddress(port.remoteIp),
        remoteHost: port.remoteHost,
      };
    case 'uplink':
      return { ...common, device: port.device };
    case 'trunk-tap':
      return { ...common, mac: printMac(port.mac) };
    case 'vif':
      return { ...common, attachment: port.attachment, tag: port.tag, mac: printMac(port.mac), namespace: port.namespace ?? null };
  }
}
