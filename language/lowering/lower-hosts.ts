import { type ElementId, type SourcePlace, sortedBy } from '#core/base';
import type { Host, HostBridge } from '#core/model';
import * as ast from '../generated/ast.ts';
import { type Declaration, type DeclaredNames, declareAll } from './declare-names.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { readSettings } from './read-settings.ts';
import { readWord, wordOf } from './read-words.ts';
import { resolveGlobalReference, resolveTenantReference } from './read-reference.ts';
import { ADDRESS, CIDR, WHOLE_NUMBER, WORD, choice } from './read-value.ts';
import type { Recovered } from './recovered.ts';
import { lowerSriov } from './lower-sriov.ts';

const ROLE = choice('compute', 'network', 'control', 'storage');

/** Every host, repeated blocks written out. */
export function lowerHosts(lowering: Lowering, names: DeclaredNames): Host[] {
  return sortedBy(
    [...names.hosts.values()].map((host) => lowerHost(lowering, host, names)),
    (host) => host.name,
  );
}

function lowerHost(lowering: Lowering, declaration: Declaration<ast.Host>, names: DeclaredNames): Host {
  const { id, name, node, turns } = declaration;
  const settings = readSettings(lowering, node.properties, { block: 'host', element: id, turns });
  const bridges = declareAll(lowering, node.properties.filter(ast.isBridge), { kind: 'bridge', turns, scope: [name] });
  const properties = { ...settings.places };
  return {
    id,
    name,
    roles: [...new Set(settings.list('roles', ROLE))].sort((a, b) => ROLE.choices.indexOf(a) - ROLE.choices.indexOf(b)),
    tunnelIp: settings.value('tunnel-ip', ADDRESS),
    bridges: sortedBy(
      [...bridges.values()].map((bridge) => lowerBridge(lowering, bridge, names)),
      (bridge) => bridge.name,
    ),
    sriov: lowerSriov(lowering, declaration, names),
    localVlans: lowerLocalVlans(lowering, node, { id, turns }, names, properties),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties },
  };
}

function lowerBridge(lowering: Lowering, { id, name, node, turns }: Declaration<ast.Bridge>, names: DeclaredNames): HostBridge {
  const settings = readSettings(lowering, node.properties, { block: 'bridge', element: id, turns });
  const physical: Recovered<ast.PhysicalReference> | undefined = onlyOne(
    lowering,
    node.properties.filter(ast.isPhysicalReference),
    'physical',
    'bridge',
    id,
  );
  const physicalId =
    physical && resolveGlobalReference(lowering, names.physicalNetworks, 'physical network', [physical.physical], { turns, element: id });
  return {
    id,
    name,
    physicalNetwork: physicalId && [...names.physicalNetworks.values()].find((p) => p.id === physicalId)?.name,
    device: settings.value('interface', WORD),
    address: settings.value('ip', CIDR),
    places: {
      whole: lowering.places.ofNode(node),
      name: lowering.places.ofProperty(node, 'name'),
      properties: { ...settings.places, ...(physical ? { physical: lowering.places.ofProperty(physical, 'physical') } : {}) },
    },
  };
}

type LocalVlans = Host['localVlans'];

function lowerLocalVlans(
  lowering: Lowering,
  host: ast.Host,
  use: Pick<Declaration<ast.Host>, 'id' | 'turns'>,
  names: DeclaredNames,
  properties: Record<string, SourcePlace>,
): LocalVlans {
  const pins = new Map<ElementId, number>();
  for (const [i, pin] of host.properties.filter(ast.isLocalVlan).entries()) {
    const recovered: Recovered<ast.LocalVlan> = pin;
    const network = resolveTenantReference(lowering, names, 'networks', recovered.network, undefined, {
      turns: use.turns,
      element: use.id,
    });
    const word = wordOf(lowering, pin, 'vlan', recovered.vlan, use.turns);
    const vlan = word && readWord(lowering, word, 'a local VLAN', WHOLE_NUMBER, use.id);
    const place = lowering.places.ofProperty(pin, 'vlan');
    properties[i === 0 ? 'local-vlan' : `local-vlan.${String(i + 1)}`] = place;
    if (network !== undefined) properties[`local-vlan ${network}`] ??= place;
    if (network === undefined || vlan === undefined) continue;
    if (pins.has(network))
      lowering.report(
        'OST1007',
        lowering.places.ofNode(pin),
        'this network already has a local VLAN on this host: the first counts, remove one',
        { element: use.id },
      );
    else pins.set(network, vlan);
  }
  return sortedBy(
    [...pins].map(([network, vlan]) => ({ network, vlan })),
    (pin) => pin.network,
  );
}
