import { compact, elementKind, qualifiedName } from '#core/base';
import type { HostBridge, PhysicalNetwork, SriovMapping, Topology } from '#core/model';
import { printAddress } from '#core/net';
import type { BridgePlan, Deployment } from '#core/plan';
import type { Facts } from './facts.ts';
import { printSegment } from './summarise.ts';

/** A bridge's ports by name; a tunnel also says where it goes. */
export function printPorts({ ports }: BridgePlan): string {
  return (
    ports.map((port) => (port.kind === 'tunnel' ? `${port.name} → ${printAddress(port.remoteIp)}` : port.name)).join('\n') || 'no ports'
  );
}

/** A bridge to a physical network: what it is joined to, and the networks of its host that leave by it. */
export function bridgeFacts({ hosts, networks }: Deployment, bridge: HostBridge): Facts {
  const host = hosts.find(({ bridges }) => bridges.some(({ element }) => element === bridge.id));
  const plan = host?.bridges.find(({ element }) => element === bridge.id);
  const carried = networks.filter(({ id, segment }) => isOn(segment, bridge.physicalNetwork) && hasLocalVlan(host, id));
  return {
    heading: `bridge ${bridge.name}`,
    rows: [
      ['physical network', bridge.physicalNetwork ?? 'none'],
      ['network card', bridge.device ?? 'none'],
      ...(bridge.address ? [['address', `${printAddress(bridge.address.address)}/${bridge.address.length}`] as const] : []),
      ['ports', plan ? printPorts(plan) : 'not made'],
      ['carries', carried.map(({ name, segment }) => `${name}: ${printSegment(segment)}`).join('\n') || 'no network of this host'],
    ],
  };
}

/** A physical network: who is on it, and which networks it carries. */
export function physicalFacts({ hosts }: Topology, { networks }: Deployment, physical: PhysicalNetwork): Facts {
  const { name, vlanRange, mtuBytes } = physical;
  const on = hosts.flatMap((host) => [
    ...host.bridges.filter((bridge) => bridge.physicalNetwork === name).map((bridge) => `${host.name} ${bridge.name}`),
    ...host.sriov.filter((card) => card.physicalNetwork === name).map(({ devices }) => `${host.name} ${devices.join(', ')} (SR-IOV)`),
  ]);
  const carried = networks.filter(({ segment }) => isOn(segment, name));
  return {
    heading: `physical network ${name}`,
    rows: [
      ['VLANs to give', vlanRange ? `${vlanRange.first}..${vlanRange.last}` : 'all'],
      ...(mtuBytes === undefined ? [] : [['MTU', `${mtuBytes} bytes`] as const]),
      ['on hosts', on.join('\n') || 'none: no host has a bridge to it'],
      ['carries', carried.map((network) => `${network.name}: ${printSegment(network.segment)}`).join('\n') || 'no network'],
    ],
  };
}

/** The cards of a host on a physical network, and the guests that have a function of one. */
export function sriovFacts({ hosts }: Deployment, card: SriovMapping): Facts {
  const host = hosts.find(({ name }) => name === qualifiedName(card.id).split('.')[0]);
  const functions = host?.virtualFunctions.filter(({ devices }) => devices.some((device) => card.devices.includes(device))) ?? [];
  return {
    heading: `SR-IOV on ${card.name}`,
    rows: [
      ['network cards', card.devices.join('\n') || 'none'],
      ['virtual functions of', functions.map(({ port, binding }) => `${qualifiedName(port)} (${binding})`).join('\n') || 'no guest'],
    ],
  };
}

/** A tenant: what it has. */
export function tenantFacts(topology: Topology, { networks, ports }: Deployment, id: string): Facts {
  const count = (items: readonly { readonly tenant: string }[], one: string, many = `${one}s`) => {
    const n = items.filter(({ tenant }) => tenant === id).length;
    return n === 0 ? undefined : `${n} ${n === 1 ? one : many}`;
  };
  const own = new Set<string>(topology.vms.filter(({ tenant }) => tenant === id).map((vm) => vm.id));
  const guests = ports.filter(({ device }) => elementKind(device) === 'vm' && own.has(device));
  return {
    heading: `tenant ${topology.tenants.find((tenant) => tenant.id === id)?.name ?? ''}`,
    rows: [
      [
        'holds',
        compact([
          count(topology.networks, 'network'),
          count(topology.routers, 'router'),
          count(topology.securityGroups, 'security group'),
          count(topology.vms, 'vm'),
          count(topology.floatingIps, 'floating address', 'floating addresses'),
        ]).join(', ') || 'nothing',
      ],
      [
        'networks',
        networks
          .filter(({ tenant }) => tenant === id)
          .map(({ name, segment }) => `${name}: ${printSegment(segment)}`)
          .join('\n') || 'none',
      ],
      ['ports of guests', String(guests.length)],
    ],
  };
}

function isOn(segment: Deployment['networks'][number]['segment'], physical: string | undefined): boolean {
  return (segment.kind === 'vlan' || segment.kind === 'flat') && segment.physicalNetwork === physical;
}

function hasLocalVlan(host: Deployment['hosts'][number] | undefined, network: string): boolean {
  return host?.localVlans.some((local) => local.network === network) ?? false;
}
