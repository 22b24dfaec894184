import { qualifiedName } from '#core/base';
import type { Dhcp, Network, OverlayType, StaticRoute, Subnet } from '#core/model';
import { printAddress, printPrefix, printRange } from '#core/net';
import { printPins } from './print-pins.ts';
import { HOLE, type Statement, block, flag, line, list, property, toggle } from './statement.ts';

/** A network's block with its subnets; `overlayType` is the fabric's. */
export function printNetwork(network: Network, subnets: readonly Subnet[], overlayType: OverlayType): Statement {
  return block(`network ${network.name}`, [
    ...printSegment(network.segment, overlayType),
    flag('external', network.external),
    printShared(network),
    property('mtu', network.mtuBytes),
    toggle('port-security', network.portSecurity, true),
    property('id', network.uuid),
    ...subnets.map(printSubnet),
  ]);
}

function printSegment(segment: Network['segment'], overlayType: OverlayType): readonly (Statement | undefined)[] {
  switch (segment.kind) {
    case 'overlay':
      return [property('overlay', segment.type === overlayType ? undefined : segment.type), property('vni', segment.vni)];
    case 'vlan':
      if (segment.physicalNetwork === undefined) return [line(`vlan ${String(segment.vlan ?? HOLE)}`)];
      return [property('physical', segment.physicalNetwork), property('vlan', segment.vlan)];
    case 'flat':
      return [line('flat'), property('physical', segment.physicalNetwork)];
    case 'local':
      return [line('local')];
  }
}

function printShared({ shared, sharedWith }: Network): Statement | undefined {
  if (!shared) return undefined;
  if (!sharedWith) return line('shared');
  return list('shared with', sharedWith.length === 0 ? [HOLE] : sharedWith.map(qualifiedName));
}

function printSubnet(subnet: Subnet): Statement {
  const { gateway } = subnet;
  return block(`subnet ${subnet.name} ${printPrefix(subnet.written)}`, [
    gateway.kind === 'default' ? undefined : line(`gateway ${gateway.kind === 'none' ? 'none' : printAddress(gateway.address)}`),
    ...subnet.pools.map((pool) => line(`pool ${printRange(pool)}`)),
    printDhcp(subnet.dhcp),
    property('ipv6', subnet.ipv6Mode),
    list('dns', subnet.dnsServers.map(printAddress)),
    ...subnet.routes.map(printRoute),
    property('id', subnet.uuid),
  ]);
}

/** On, at a derived address and without pins is what every subnet has. */
function printDhcp(dhcp: Dhcp): Statement | undefined {
  const statement = block(`dhcp ${dhcp.address ? printAddress(dhcp.address) : dhcp.enabled ? 'on' : 'off'}`, printPins(dhcp));
  return statement.head === 'dhcp on' && statement.body.length === 0 ? undefined : statement;
}

/** `route CIDR via IP` of a subnet or router. */
export function printRoute({ destination, nextHop, written }: StaticRoute): Statement {
  return line(`route ${printPrefix(written ?? destination)} via ${printAddress(nextHop)}`);
}
