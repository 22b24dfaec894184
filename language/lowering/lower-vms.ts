import type { Reference } from 'langium';
import { type ElementId, type SourcePlace, sortedBy } from '#core/base';
import type { Vm, VmPort } from '#core/model';
import { hasHostBits, prefixOf } from '#core/net';
import * as ast from '../generated/ast.ts';
import type { Declaration, DeclaredNames, TenantDeclaration, VmDeclaration } from './declare-names.ts';
import { lowerDhcpOptions } from './lower-dhcp-options.ts';
import { lowerQos } from './lower-qos.ts';
import { lowerSubport } from './lower-subport.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { readPins } from './read-pins.ts';
import { resolveGlobalReference, resolveTenantReference } from './read-reference.ts';
import { readSettings } from './read-settings.ts';
import { readWord, wordOf, wordsOf } from './read-words.ts';
import { ADDRESS, ADDRESS_OR_CIDR, MAC, SWITCH, UUID, WHOLE_NUMBER, choice } from './read-value.ts';
import type { Recovered } from './recovered.ts';

const BINDING = choice('normal', 'direct', 'macvtap');
const ADMIN_STATE = choice('up', 'down');

/** A tenant's VMs. */
export function lowerVms(lowering: Lowering, tenant: TenantDeclaration, names: DeclaredNames): Vm[] {
  return [...tenant.vms.values()].map((vm) => lowerVm(lowering, vm, tenant, names));
}

function lowerVm(lowering: Lowering, { id, name, node, turns }: VmDeclaration, tenant: TenantDeclaration, names: DeclaredNames): Vm {
  const settings = readSettings(lowering, node.properties, { block: 'vm', element: id, turns });
  const properties = { ...settings.places };
  if (node.hosts.length === 0)
    lowering.report('OST1013', lowering.places.ofProperty(node, 'name'), `vm \`${name}\` stands on no host: write \`vm ${name} on HOST\``, {
      element: id,
    });
  else properties.on = lowering.places.ofList(node, 'hosts');
  const listens = node.properties.filter(ast.isListens);
  const [first] = listens;
  if (first) properties.listens = lowering.places.ofList(first, 'entries');
  return {
    id,
    name,
    tenant: tenant.id,
    host: resolveGlobalReference(lowering, names.hosts, 'host', node.hosts, { turns, element: id }),
    listens: sortedBy(
      listens.flatMap((line) => lowerListens(lowering, line, { id, turns })),
      (entry) => entry.protocol,
      (entry) => entry.port,
    ),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties },
  };
}

/** `listens tcp 80, 443, udp 53`: a port without a protocol has that of the port before it, the first one tcp. */
function lowerListens(lowering: Lowering, node: ast.Listens, { id, turns }: Pick<VmDeclaration, 'id' | 'turns'>): Vm['listens'] {
  const listens: { protocol: 'tcp' | 'udp'; port: number }[] = [];
  let protocol: 'tcp' | 'udp' = 'tcp';
  for (const entry of node.entries as readonly Recovered<ast.ListenEntry>[]) {
    // recovery may have left the port out
    protocol = entry.protocol ?? protocol;
    const word = wordOf(lowering, entry, 'port', entry.port, turns);
    const port = word && readWord(lowering, word, 'a port a vm listens on', WHOLE_NUMBER, id);
    if (port !== undefined) listens.push({ protocol, port });
  }
  return listens;
}

/** The ports of a tenant's VMs; one whose network is unknown is left out. */
export function lowerPorts(lowering: Lowering, tenant: TenantDeclaration, names: DeclaredNames): VmPort[] {
  return [...tenant.vms.values()].flatMap((vm) =>
    [...vm.ports.values()].flatMap((port) => lowerPort(lowering, port, vm, tenant, names) ?? []),
  );
}

function lowerPort(
  lowering: Lowering,
  port: Declaration<ast.VmPort>,
  vm: VmDeclaration,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): VmPort | undefined {
  const { id, name, node, turns } = port;
  const use = { turns, element: id };
  const network = resolveTenantReference(lowering, names, 'networks', recoveredNetwork(node), tenant.name, use);
  const settings = readSettings(lowering, node.properties, { block: 'port', element: id, turns });
  const security = onlyOne(lowering, node.properties.filter(ast.isPortSecurity), 'security', 'port', id);
  const allowed = node.properties.filter(ast.isAllowedAddress);
  const properties: Record<string, SourcePlace> = { ...settings.places, network: lowering.places.ofProperty(node, 'network') };
  const element: Omit<VmPort, 'network' | 'places'> = {
    id,
    name,
    vm: vm.id,
    addresses: settings.list('ip', ADDRESS),
    ...readPins(settings),
    securityGroups: security && lowerSecurity(lowering, security, tenant, names, use),
    portSecurity: settings.value('port-security', SWITCH) ?? true,
    allowedAddresses: lowerAllowedAddresses(lowering, allowed, use, properties),
    binding: settings.value('binding', BINDING) ?? 'normal',
    adminUp: settings.value('admin-state', ADMIN_STATE) !== 'down',
    qos: lowerQos(lowering, node.properties.filter(ast.isQos), { ...use, properties }),
    localIps: settings.list('local-ip', ADDRESS),
    subport: lowerSubport(lowering, node.properties.filter(ast.isSubportOf), vm, { ...use, properties }),
    trunkUuid: settings.value('trunk-id', UUID),
    dhcpOptions: lowerDhcpOptions(lowering, node.properties.filter(ast.isDhcpOption), { ...use, properties }),
  };
  const places = {
    whole: lowering.places.ofNode(node),
    name: lowering.places.ofProperty(node, node.name === undefined ? 'network' : 'name'),
    properties: {
      ...properties,
      ...(security
        ? { security: security.none ? lowering.places.ofProperty(security, 'none') : lowering.places.ofList(security, 'groups') }
        : {}),
    },
  };
  return network && { ...element, network, places };
}

function recoveredNetwork(node: Recovered<ast.VmPort>): Reference | undefined {
  return node.network;
}

interface Use {
  readonly turns: Declaration<ast.VmPort>['turns'];
  readonly element: ElementId;
}

/** `security none` is no group at all; unknown groups are left out, so that a port is never more open than written. */
function lowerSecurity(lowering: Lowering, node: ast.PortSecurity, tenant: TenantDeclaration, names: DeclaredNames, use: Use): ElementId[] {
  if (node.none) return [];
  const groups = node.groups.flatMap((group) => resolveTenantReference(lowering, names, 'securityGroups', group, tenant.name, use) ?? []);
  return sortedBy(new Set(groups), (group) => group);
}

type AllowedAddresses = VmPort['allowedAddresses'];

/** In the order of the text; `properties` gets the place of each: `allowed-address`, `allowed-address.2` …. */
function lowerAllowedAddresses(
  lowering: Lowering,
  nodes: readonly Recovered<ast.AllowedAddress>[],
  use: Use,
  properties: Record<string, SourcePlace>,
): AllowedAddresses {
  const lowered = nodes.flatMap((node) => lowerAllowed(lowering, node, use));
  for (const [i, { place }] of lowered.entries()) properties[i === 0 ? 'allowed-address' : `allowed-address.${String(i + 1)}`] = place;
  return lowered.map(({ pair }) => pair);
}

interface AllowedAddress {
  readonly pair: AllowedAddresses[number];
  readonly place: SourcePlace;
}

function lowerAllowed(lowering: Lowering, node: Recovered<ast.AllowedAddress>, { turns, element }: Use): AllowedAddress[] {
  const macWord = wordOf(lowering, node, 'mac', node.mac, turns);
  const mac = macWord && readWord(lowering, macWord, 'the MAC of an allowed address', MAC, element);
  if (macWord && mac === undefined) return [];
  return wordsOf(lowering, node, 'addresses', node.addresses, turns).flatMap((word) => {
    const written = readWord(lowering, word, 'an allowed address', ADDRESS_OR_CIDR, element);
    return written ? [{ pair: { prefix: prefixOf(written), mac, ...(hasHostBits(written) ? { written } : {}) }, place: word.place }] : [];
  });
}
