import { elementKind, qualifiedName } from '#core/base';
import { printAddress, printMac, printPrefix } from '#core/net';
import { type BridgePort, type Deployment, type PlannedPort, type PlannedVm, isGuestPort } from '#core/plan';
import type { Facts } from './facts.ts';
import { networkName } from './network-facts.ts';
import { qosRows } from './qos-rows.ts';
import { printRules } from './rule-text.ts';

/** What a port became: addresses, ids and the devices on its host. */
export function portFacts(deployment: Deployment, port: PlannedPort): Facts {
  const hosts = deployment.hosts.filter(({ id }) => port.hosts.includes(id));
  const [host] = hosts;
  const vif = host?.bridges
    .flatMap(({ ports }) => ports)
    .find((candidate): candidate is Vif => candidate.kind === 'vif' && candidate.element === port.id);
  const plug = host?.hybridPlugs.find((candidate) => candidate.port === port.id);
  return {
    heading: `${elementKind(port.id)} on ${networkName(deployment, port.network)}`,
    rows: [
      ['address', port.addresses.map(({ address, prefixLength }) => `${printAddress(address)}/${prefixLength}`).join('\n') || 'none'],
      ...(port.adminUp ? [] : [['state', 'down: nothing passes'] as const]),
      ['MAC', printMac(port.mac)],
      ['host', hosts.map(({ name }) => name).join(', ') || 'none'],
      ...(plug
        ? [['devices', `${plug.tap} → ${plug.qbr} → ${plug.qvb} → ${plug.qvo}`] as const]
        : vif
          ? [['device', vif.name] as const]
          : []),
      ...trunkRows(deployment, port),
      ...(vif ? [['br-int', `port ${vif.ofport}, tag ${vif.tag}`] as const] : []),
      ...(vif?.namespace === undefined ? [] : [['namespace', vif.namespace] as const]),
      ...filterRows(deployment, port),
      ...(port.localIps.length > 0 ? [['Local IPs', port.localIps.map(printAddress).join('\n')] as const] : []),
      ...qosRows(port),
      ...dhcpRows(port),
      ['UUID', port.uuid],
    ],
  };
}

/** Its part in a trunk: of a parent who is in it, of a subport with which VLAN. */
function trunkRows({ ports }: Deployment, { id, trunk }: PlannedPort): Facts['rows'] {
  if (!trunk) return [];
  if (trunk.kind === 'subport') return [['subport of', `${qualifiedName(trunk.parent)}, VLAN ${trunk.vlan}`]];
  const subports = ports.flatMap((other) =>
    other.trunk?.kind === 'subport' && other.trunk.parent === id ? [`${qualifiedName(other.id)}, VLAN ${other.trunk.vlan}`] : [],
  );
  return [['trunk', [trunk.uuid, ...subports].join('\n')]];
}

/** What may pass: the groups and their rules, unless nothing is filtered. */
function filterRows({ fabric }: Deployment, port: PlannedPort): Facts['rows'] {
  if (!isGuestPort(port.owner)) return [];
  if (!port.portSecurity) return [['filter', 'none: port security is off']];
  if (fabric.firewall === 'none') return [['filter', 'none: the fabric has no firewall driver']];
  const groups = port.securityGroups.map(({ id }) => qualifiedName(id)).join('\n');
  const allowed = port.allowedAddresses.map(({ prefix, mac }) => `${printPrefix(prefix)} ${printMac(mac)}`);
  return [
    ['security groups', groups || 'none: nothing passes'],
    ['rules in effect', printRules(port.securityGroups) || 'none'],
    ...(allowed.length > 0 ? [['allowed addresses', allowed.join('\n')] as const] : []),
  ];
}

/** What its DHCP server tells it besides. */
function dhcpRows({ dhcpOptions }: PlannedPort): Facts['rows'] {
  const told = dhcpOptions.map(({ option, value, version }) => `${option} ${value}${version === 6 ? ' (DHCPv6)' : ''}`);
  return told.length > 0 ? [['DHCP options', told.join('\n')]] : [];
}

type Vif = Extract<BridgePort, { kind: 'vif' }>;

/** A virtual machine: where it runs, and its ports in short. */
export function vmFacts(deployment: Deployment, vm: PlannedVm): Facts {
  const host = deployment.hosts.find(({ id }) => id === vm.host);
  const ports = deployment.ports.filter(({ id }) => vm.ports.includes(id));
  return {
    heading: `vm ${vm.name}`,
    rows: [
      ['host', host?.name ?? 'none'],
      ['libvirt', vm.instanceName],
      ...ports.map((port) => [networkName(deployment, port.network), `${printAddresses(port)}\n${printMac(port.mac)}`] as const),
      ['UUID', vm.uuid],
    ],
  };
}

/** A port's addresses without prefix lengths: `10.0.1.85, fd00::5`. */
export function printAddresses(port: PlannedPort): string {
  return port.addresses.map(({ address }) => printAddress(address)).join(', ') || 'no address';
}
