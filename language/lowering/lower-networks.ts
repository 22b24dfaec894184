import { type ElementId, type SourcePlace, sortedBy } from '#core/base';
import type { Network, NetworkSegment } from '#core/model';
import * as ast from '../generated/ast.ts';
import type { DeclaredNames, NetworkDeclaration, TenantDeclaration } from './declare-names.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { resolveGlobalReference } from './read-reference.ts';
import { type Settings, readSettings } from './read-settings.ts';
import { SWITCH, UUID, WHOLE_NUMBER, choice } from './read-value.ts';
import type { Recovered } from './recovered.ts';

const OVERLAY_TYPE = choice('vxlan', 'gre', 'geneve');

/** A tenant's networks; `overlayType` is the fabric's, for networks that name none. */
export function lowerNetworks(
  lowering: Lowering,
  tenant: TenantDeclaration,
  names: DeclaredNames,
  overlayType: 'vxlan' | 'gre' | 'geneve',
): Network[] {
  return [...tenant.networks.values()].map((network) => lowerNetwork(lowering, network, tenant, names, overlayType));
}

function lowerNetwork(
  lowering: Lowering,
  { id, name, node, turns }: NetworkDeclaration,
  tenant: TenantDeclaration,
  names: DeclaredNames,
  overlayType: 'vxlan' | 'gre' | 'geneve',
): Network {
  const settings = readSettings(lowering, node.properties, { block: 'network', element: id, turns });
  const properties = { ...settings.places };
  const physical: Recovered<ast.PhysicalReference> | undefined = onlyOne(
    lowering,
    node.properties.filter(ast.isPhysicalReference),
    'physical',
    'network',
    id,
  );
  if (physical) properties.physical = lowering.places.ofProperty(physical, 'physical');
  const physicalId =
    physical && resolveGlobalReference(lowering, names.physicalNetworks, 'physical network', [physical.physical], { turns, element: id });
  const shared = lowerShared(lowering, node, { id, turns }, names, properties);
  return {
    id,
    name,
    tenant: tenant.id,
    uuid: settings.value('id', UUID),
    segment: segmentOf(lowering, settings, {
      element: id,
      physical: physicalId && nameIn(names.physicalNetworks, physicalId),
      physicalPlace: properties.physical,
      overlayType,
    }),
    mtuBytes: settings.value('mtu', WHOLE_NUMBER),
    portSecurity: settings.value('port-security', SWITCH) ?? true,
    external: settings.has('external'),
    ...shared,
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties },
  };
}

function nameIn(names: ReadonlyMap<string, { readonly id: ElementId; readonly name: string }>, id: ElementId): string | undefined {
  return [...names.values()].find((named) => named.id === id)?.name;
}

interface SegmentContext {
  readonly element: ElementId;
  readonly physical: string | undefined;
  readonly physicalPlace: SourcePlace | undefined;
  readonly overlayType: 'vxlan' | 'gre' | 'geneve';
}

/** `vlan`, `flat` and `local` choose the kind of segment, and so does `physical` (VLAN, as Neutron's provider networks); otherwise it is an overlay. */
function segmentOf(
  lowering: Lowering,
  settings: Settings,
  { element, physical, physicalPlace, overlayType }: SegmentContext,
): NetworkSegment {
  const written = ['vni', 'vlan', 'flat', 'local'].filter((key) => settings.has(key));
  if (settings.has('overlay') && !written.includes('vni')) written.unshift('overlay');
  const [kind, other] = written;
  const place = other === undefined ? undefined : settings.places[other];
  if (place && kind !== undefined && other !== undefined) {
    lowering.report(
      'OST1014',
      place,
      `a network is one of \`vni\`, \`vlan\`, \`flat\` and \`local\`: \`${other}\` contradicts \`${kind}\`, remove one`,
      { element },
    );
  }
  if (physicalPlace && other === undefined && (kind === 'vni' || kind === 'overlay' || kind === 'local')) {
    lowering.report(
      'OST1014',
      physicalPlace,
      `\`physical\` contradicts \`${kind}\`: only VLAN and flat networks stand on a physical network, remove one`,
      {
        element,
      },
    );
  }
  const type = settings.value('overlay', OVERLAY_TYPE) ?? overlayType;
  switch (kind) {
    case 'flat':
      return { kind: 'flat', physicalNetwork: physical };
    case 'local':
      return { kind: 'local' };
    case 'vlan':
      return { kind: 'vlan', physicalNetwork: physical, vlan: settings.value('vlan', WHOLE_NUMBER) };
    case undefined:
      return physical === undefined
        ? { kind: 'overlay', type, vni: undefined }
        : { kind: 'vlan', physicalNetwork: physical, vlan: undefined };
    default:
      return { kind: 'overlay', type, vni: settings.value('vni', WHOLE_NUMBER) };
  }
}

function lowerShared(
  lowering: Lowering,
  network: ast.Network,
  { id, turns }: Pick<NetworkDeclaration, 'id' | 'turns'>,
  names: DeclaredNames,
  properties: Record<string, SourcePlace>,
): Pick<Network, 'shared' | 'sharedWith'> {
  const shared = onlyOne(lowering, network.properties.filter(ast.isShared), 'shared', 'network', id);
  if (!shared) return { shared: false, sharedWith: undefined };
  properties.shared = lowering.places.ofNode(shared);
  const tenants = shared.tenants.flatMap(
    (tenant) => resolveGlobalReference(lowering, names.tenants, 'tenant', [tenant], { turns, element: id }) ?? [],
  );
  return { shared: true, sharedWith: shared.limited ? sortedBy(new Set(tenants), (tenant) => tenant) : undefined };
}
