import { type SourcePlace, sortedBy } from '#core/base';
import type { Dhcp, Subnet } from '#core/model';
import { prefixOf } from '#core/net';
import * as ast from '../generated/ast.ts';
import type { SubnetDeclaration, TenantDeclaration } from './declare-names.ts';
import { lowerDhcp } from './lower-dhcp.ts';
import { lowerRoutes } from './lower-routes.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { type Settings, readSettings } from './read-settings.ts';
import { readWord, wordOf } from './read-words.ts';
import { ADDRESS, ADDRESS_RANGE, CIDR, UUID, type ValueKind, choice } from './read-value.ts';
import type { Recovered } from './recovered.ts';

const IPV6_MODE = choice('slaac', 'dhcpv6-stateful', 'dhcpv6-stateless');

/** A tenant's subnets; one whose CIDR cannot be read is left out. */
export function lowerSubnets(lowering: Lowering, tenant: TenantDeclaration): Subnet[] {
  return sortedBy(
    [...tenant.subnets.values()].flatMap((subnet) => lowerSubnet(lowering, subnet, tenant) ?? []),
    (subnet) => subnet.name,
  );
}

function lowerSubnet(
  lowering: Lowering,
  { id, name, node, turns, network }: SubnetDeclaration,
  tenant: TenantDeclaration,
): Subnet | undefined {
  const subnet: Recovered<ast.Subnet> = node;
  const settings = readSettings(lowering, node.properties, { block: 'subnet', element: id, turns, repeatable: ['pool', 'dns'] });
  const properties: Record<string, SourcePlace> = { ...settings.places, cidr: lowering.places.ofProperty(node, 'cidr') };
  const dhcpNode = onlyOne(lowering, node.properties.filter(ast.isDhcp), 'dhcp', 'subnet', id);
  if (dhcpNode) properties.dhcp = lowering.places.ofProperty(dhcpNode, 'value');
  const dhcp: Dhcp = lowerDhcp(lowering, dhcpNode, { tenant: tenant.name, subnet: name, node, turns });
  const pieces = {
    id,
    name,
    tenant: tenant.id,
    network,
    uuid: settings.value('id', UUID),
    gateway: gatewayOf(settings),
    pools: settings.list('pool', ADDRESS_RANGE),
    dhcp,
    dnsServers: settings.list('dns', ADDRESS),
    ipv6Mode: settings.value('ipv6', IPV6_MODE),
    routes: lowerRoutes(lowering, node.properties.filter(ast.isRoute), { element: id, turns, properties }),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties },
  };
  const word = wordOf(lowering, node, 'cidr', subnet.cidr, turns);
  const written = word && readWord(lowering, word, 'the range of a subnet', CIDR, id);
  return written && { ...pieces, prefix: prefixOf(written), written };
}

const NONE_OR_ADDRESS: ValueKind<Subnet['gateway']> = {
  wanted: '`none` or an address such as 10.0.1.254',
  choices: ['none'],
  read: (text) => {
    const address = ADDRESS.read(text);
    return text === 'none' ? { kind: 'none' } : address && { kind: 'address', address };
  },
};

function gatewayOf(settings: Settings): Subnet['gateway'] {
  return settings.value('gateway', NONE_OR_ADDRESS) ?? { kind: 'default' };
}
