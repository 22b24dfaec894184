import { type ElementId, qualifiedName } from '#core/base';
import { type FloatingIp, type Network, type Relations, type Subnet, findFloatingIpWay, mayUse } from '#core/model';
import { type Prefix, offsetAddress, prefixContains, prefixOf, prefixesOverlap, printAddress, printPrefix } from '#core/net';
import { addInside, removeNode } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixChange, possible, preferred, replace } from './fix.ts';
import type { Way } from './floating-ip-fixes.ts';
import { freeName } from './new-blocks.ts';
import { markExternal } from './router-fixes.ts';

/** Whether another floating address leads to the same address of the port from a network: Neutron takes one of each. */
export function isLedToAlready({ relations }: FixContext, floatingIp: FloatingIp, network: ElementId | undefined): boolean {
  const { port, subnet } = findFloatingIpWay(relations, floatingIp);
  if (!port) return false;
  return relations.floatingIpsOf(port.id).some((other) => {
    const way = findFloatingIpWay(relations, other);
    return other.id !== floatingIp.id && way.network?.id === network && way.subnet?.id === subnet?.id;
  });
}

/** The network that holds the address, an address of an external network, or the network that is named becomes one. */
export function chooseSource(way: Way, context: FixContext): readonly Fix[] {
  const { floatingIp, network, node } = way;
  if (isLedToAlready(context, floatingIp, network?.id)) return [possible('Remove this floating address', removeNode(node))];
  if (network?.external && !hasIpv4(network, context.relations)) return addSubnet(floatingIp, network, context);
  if (!network || network.external) return takeAddress(way, network ? [network] : context.relations.externalNetworks, context);
  const { externalNetworks, subnetsOf } = context.relations;
  const holds = ({ id }: Network) => subnetsOf(id).some(({ prefix }) => prefixContains(prefix, floatingIp.address));
  const holders = externalNetworks.filter((candidate) => holds(candidate) && leadsTo(floatingIp, candidate, context.relations));
  const from = floatingIp.places.properties.from;
  const renamed = holders.flatMap((holder) => {
    const name = nameFrom(floatingIp.tenant, holder, context.relations);
    const offer = holders.length === 1 ? preferred : possible;
    return from ? [offer(`Change to \`${name}\`, which has the address`, replace(from, name))] : [];
  });
  if (renamed.length > 0) return renamed;
  if (holds(network) && leadsTo(floatingIp, network, context.relations)) return markExternal(network, context);
  return takeAddress(way, externalNetworks, context);
}

/** Whether a router translates between a network and the port of a floating address. */
function leadsTo(floatingIp: FloatingIp, { id }: Network, relations: Relations): boolean {
  return findFloatingIpWay(relations, { ...floatingIp, network: id }).router !== undefined;
}

function hasIpv4({ id }: Network, { subnetsOf }: Relations): boolean {
  return subnetsOf(id).some(({ prefix }) => prefix.address.version === 4);
}

/** As a tenant names a network: plainly where nothing else it sees is called so. */
function nameFrom(tenant: ElementId, network: Network, { topology }: Relations): string {
  const seen = topology.networks.filter((other) => other.name === network.name && (other.external || mayUse(tenant, other)));
  return network.tenant === tenant || seen.length === 1 ? network.name : qualifiedName(network.id);
}

/** A free address of an external network with a router to the port, or of any where there is none yet. */
function takeAddress({ floatingIp, network, node }: Way, networks: readonly Network[], context: FixContext): readonly Fix[] {
  const { relations } = context;
  const fit = networks.filter((candidate) => !isLedToAlready(context, floatingIp, candidate.id));
  if (fit.length === 0 && networks.length > 0) return [possible('Remove this floating address', removeNode(node))];
  const reached = fit.filter((candidate) => leadsTo(floatingIp, candidate, relations));
  const offer = reached.length === 1 ? preferred : possible;
  return (reached.length > 0 ? reached : fit).slice(0, 3).flatMap((source) => {
    const subnet = relations.subnetsOf(source.id).find(({ prefix }) => prefix.address.version === 4);
    const address = subnet && context.free.address(subnet);
    const { from } = floatingIp.places.properties;
    const isMeant = from ?? (address && findFloatingIpWay(relations, { ...floatingIp, address }).network?.id === source.id);
    if (!address || !isMeant) return [];
    const text = printAddress(address);
    const name = nameFrom(floatingIp.tenant, source, relations);
    const changes: FixChange[] = [replace(floatingIp.places.name, text)];
    if (from && source !== network) changes.push(replace(from, name));
    return [offer(`Change to \`${text}\`, which is free in \`${name}\``, ...changes)];
  });
}

/** The range of 24 bits around the address, with a gateway that is not the address. */
function addSubnet({ address }: FloatingIp, network: Network, context: FixContext): readonly Fix[] {
  const { subnets } = context.relations.topology;
  const node = context.nodeOf(network.id);
  if (!node || isRepeated(node) || address.version === 6) return [];
  const prefix: Prefix = prefixOf({ address, length: 24 });
  const last = Number(address.value - prefix.address.value);
  if (last === 0 || last === 255 || subnets.some((subnet: Subnet) => prefixesOverlap(subnet.prefix, prefix))) return [];
  const name = freeName(network.name, ['v4', 'subnet'], new Set(subnets.map((subnet) => subnet.name)));
  const gateway = last === 1 ? ` { gateway ${printAddress(offsetAddress(prefix.address, 254n))} }` : '';
  const text = `subnet ${name} ${printPrefix(prefix)}${gateway}`;
  return [possible(`Add \`${text}\` to \`${network.name}\``, addInside(node, text))];
}
