import { type ElementId, qualifiedName } from '#core/base';
import { printAddress, printMac, printPrefix } from '#core/net';
import { type BridgePort, type Deployment, type DeploymentIndex, type HostPlan, indexDeployment, printNamespaceRoute } from '#core/plan';
import type { Palette } from './terminal.ts';

/** The plan as an engineer would jot it down: networks, then each host with bridges, ports, namespaces. */
export function printPlan(deployment: Deployment, hosts: readonly HostPlan[], paint: Palette): string {
  const index = indexDeployment(deployment);
  return [...printNetworks(deployment, paint), ...hosts.flatMap((host) => printHost(host, index, paint))].join('\n') + '\n';
}

function printNetworks(deployment: Deployment, paint: Palette): string[] {
  return deployment.networks.flatMap((network) => [
    `${paint.bold(`network ${qualifiedName(network.id)}`)}  ${describeSegment(network)}  mtu ${String(network.mtuBytes)}  ${paint.dim(network.uuid)}`,
    ...network.subnets.map(
      (subnet) =>
        `  ${subnet.name} ${printPrefix(subnet.prefix)}  gateway ${subnet.gateway ? printAddress(subnet.gateway) : 'none'}  dhcp ${subnet.dhcpEnabled ? 'on' : 'off'}  ${paint.dim(subnet.uuid)}`,
    ),
  ]);
}

function describeSegment({ segment }: Deployment['networks'][number]): string {
  switch (segment.kind) {
    case 'overlay':
      return `${segment.type} VNI ${String(segment.vni)}`;
    case 'vlan':
      return `vlan ${String(segment.vlan)} on ${segment.physicalNetwork}`;
    case 'flat':
      return `flat on ${segment.physicalNetwork}`;
    case 'local':
      return 'local';
  }
}

function printHost(host: HostPlan, index: DeploymentIndex, paint: Palette): string[] {
  const tunnel = host.tunnel
    ? `  tunnel ${printAddress(host.tunnel.address.address)}${host.tunnel.bridge ? ` on ${host.tunnel.bridge}` : ''}`
    : '';
  const vlans = host.localVlans.map(({ network, vlan }) => `${qualifiedName(network)} = ${String(vlan)}`);
  return [
    '',
    `${paint.bold(`host ${host.name}`)}  ${host.roles.join(', ')}${tunnel}`,
    ...(host.bridges.length === 0 ? ['  no Open vSwitch'] : []),
    ...(vlans.length > 0 ? [`  local VLANs: ${vlans.join(', ')}`] : []),
    ...host.bridges.flatMap((bridge) => [
      `  ${paint.bold(bridge.name)}${bridge.address ? `  ${printPrefix(bridge.address)}` : ''}`,
      ...alignColumns(bridge.ports.map((port) => portColumns(port, index))).map((line) => `    ${line}`),
    ]),
    ...host.hybridPlugs.map(
      (plug) => `  ${paint.bold(plug.qbr)}  ${plug.tap}, ${plug.qvb} (veth ${plug.qvo})  ${paint.dim(describeOwner(plug.port, index))}`,
    ),
    ...host.namespaces.flatMap((namespace) => [
      `  ${paint.bold(namespace.name)}`,
      ...namespace.devices.map(
        (device) =>
          `    ${device.name}  ${printMac(device.mac)}  ${device.addresses.map(printPrefix).join(', ')}  mtu ${String(device.mtuBytes)}`,
      ),
      ...namespace.routes.map((route) => `    route ${printNamespaceRoute(route)}`),
    ]),
  ];
}

function portColumns(port: BridgePort, index: DeploymentIndex): string[] {
  const head = [String(port.ofport), port.name];
  switch (port.kind) {
    case 'patch':
      return [...head, ...(port.tag === undefined ? [] : [`tag ${String(port.tag)}`]), `patch to ${port.peer.port}`];
    case 'tunnel':
      return [...head, `${port.type} ${printAddress(port.localIp)} to ${printAddress(port.remoteIp)} (${qualifiedName(port.remoteHost)})`];
    case 'uplink':
      return [...head, 'uplink'];
    case 'trunk-tap':
      return [...head, 'trunk', printMac(port.mac), describeOwner(port.element, index)];
    case 'vif':
      return [
        ...head,
        index.port(port.element).adminUp ? `tag ${String(port.tag)}` : 'down',
        printMac(port.mac),
        describeOwner(port.element, index),
      ];
  }
}

function describeOwner(id: ElementId, index: DeploymentIndex): string {
  const port = index.port(id);
  return `${qualifiedName(port.device)} ${port.addresses.map(({ address }) => printAddress(address)).join(', ')}`;
}

/** Pads every column but the last to its widest cell. */
function alignColumns(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, i) => (widths[i] = Math.max(widths[i] ?? 0, cell.length)));
  return rows.map((row) => row.map((cell, i) => (i === row.length - 1 ? cell : cell.padEnd(widths[i] ?? 0))).join('  '));
}
