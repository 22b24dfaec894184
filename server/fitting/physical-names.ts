import { type Network, type NetworkSegment, type PhysicalNetwork } from '#core/model';
import { carriedBy } from '#core/rules';
import { ast } from '#language';
import { canPlug } from './carriage.ts';
import { type FittingPlace, settingOf } from './fitting-place.ts';

/** Whether a network or bridge can be on a physical network. */
export function isPhysicalFitting(place: FittingPlace, { $container }: ast.PhysicalReference, name: string): boolean {
  const { relations, idsOf } = place;
  if (ast.isBridge($container)) return !isBridged(place, $container, name);
  const physical = relations.topology.fabric.physicalNetworks.find((candidate) => candidate.name === name);
  const network = relations.network(idsOf($container)[0] ?? relations.topology.fabric.id);
  return !ast.isNetwork($container) || !physical || !network || canStandOn(place, network, $container, physical);
}

/** A host has one bridge to a physical network. */
function isBridged({ relations, idsOf }: FittingPlace, bridge: ast.Bridge, name: string): boolean {
  const own = new Set<string>(idsOf(bridge));
  return idsOf(bridge.$container).some((id) =>
    relations.host(id)?.bridges.some((other) => !own.has(other.id) && other.physicalNetwork === name),
  );
}

/** A host says of each physical network once by which cards it is on it. */
export function isCardFitting({ relations, idsOf }: FittingPlace, card: ast.Sriov, name: string): boolean {
  const own = new Set<string>(idsOf(card));
  return !idsOf(card.$container).some((id) => relations.host(id)?.sriov.some((other) => !own.has(other.id) && other.name === name));
}

/** The physical networks that a network which is none yet could stand on. */
export function physicalsFor(place: FittingPlace, node: ast.Network): readonly PhysicalNetwork[] {
  const { relations, idsOf } = place;
  const network = relations.network(idsOf(node)[0] ?? relations.topology.fabric.id);
  const { physicalNetworks } = relations.topology.fabric;
  return network ? physicalNetworks.filter((physical) => canStandOn(place, network, node, physical)) : [];
}

/** The hosts of its guests have it, a network host has it where something runs there, and what is pinned is free. */
function canStandOn({ relations }: FittingPlace, network: Network, node: ast.Network, physical: PhysicalNetwork): boolean {
  const { hosts, networks } = relations.topology;
  const { name, vlanRange } = physical;
  const vlan = Number(settingOf(node.properties, 'vlan'));
  const isFlat = node.properties.some((property) => ast.isSetting(property) && property.key === 'flat');
  const segment: NetworkSegment = isFlat
    ? { kind: 'flat', physicalNetwork: name }
    : { kind: 'vlan', physicalNetwork: name, vlan: Number.isNaN(vlan) ? undefined : vlan };
  const moved: Network = { ...network, segment };
  if (!hosts.some((host) => host.bridges.some(({ physicalNetwork }) => physicalNetwork === name))) return false;
  const rivals = networks.filter((other) => other.id !== network.id && isOn(other.segment, name));
  if (isFlat && rivals.some((other) => other.segment.kind === 'flat')) return false;
  if (segment.kind === 'vlan' && segment.vlan !== undefined) {
    if (rivals.some((other) => other.segment.kind === 'vlan' && other.segment.vlan === segment.vlan)) return false;
    if (vlanRange && (segment.vlan < vlanRange.first || segment.vlan > vlanRange.last)) return false;
  }
  const guests = relations.portsOn(network.id).every((port) => {
    const host = relations.host(relations.vm(port.vm)?.host ?? port.id);
    return !host || canPlug(relations, host, moved, port.binding);
  });
  const subnets = relations.subnetsOf(network.id);
  const isServing =
    subnets.some(({ id, dhcp }) => dhcp.enabled || relations.interfacesOn(id).length > 0) || relations.gatewaysOn(network.id).length > 0;
  const networkHosts = hosts.filter(({ roles }) => roles.includes('network'));
  return guests && (!isServing || networkHosts.length === 0 || networkHosts.some((host) => carriedBy(host, moved)));
}

function isOn(segment: NetworkSegment, name: string): boolean {
  return (segment.kind === 'vlan' || segment.kind === 'flat') && segment.physicalNetwork === name;
}
