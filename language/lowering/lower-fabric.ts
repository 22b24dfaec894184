import { type ElementId, type SourcePlace, elementId, sortedBy } from '#core/base';
import type { Fabric, PhysicalNetwork } from '#core/model';
import { prefixOf } from '#core/net';
import * as ast from '../generated/ast.ts';
import { type Declaration, type DeclaredNames, isName } from './declare-names.ts';
import type { Lowering, ModelItems } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { type Settings, readSettings } from './read-settings.ts';
import { readWord, wordOf } from './read-words.ts';
import { CIDR, HEXADECIMAL, NUMBER_RANGE, SWITCH, WHOLE_NUMBER, WORD, choice } from './read-value.ts';
import type { Recovered } from './recovered.ts';

/** The name of the fabric of a model that has none. */
const DEFAULT_FABRIC_NAME = 'fabric';

/** Neutron's `dns_domain` as the article's cloud has it; neutron.conf's own default is `openstacklocal` too. */
const DEFAULT_DNS_DOMAIN = 'openstacklocal';

/** An underlay without `mtu` is plain Ethernet. */
const DEFAULT_UNDERLAY_MTU_BYTES = 1500;

const OVERLAY_TYPE = choice('vxlan', 'gre', 'geneve');
const FIREWALL_DRIVER = choice('openvswitch', 'iptables-hybrid', 'none');

/** The model's one fabric, or Neutron's defaults under a default name where none is written. */
export function lowerFabric(lowering: Lowering, model: ModelItems, names: DeclaredNames): Fabric {
  const [fabric, ...others] = model.items.filter(ast.isFabric);
  for (const other of others) {
    lowering.report(
      'OST1012',
      lowering.places.ofProperty(other, 'name'),
      'a model has one fabric: the first counts, remove or merge this one',
      {
        related: [{ message: 'the fabric that counts', place: lowering.places.ofProperty(fabric ?? other, 'name') }],
      },
    );
  }
  return fabric ? lowerWritten(lowering, fabric, names) : defaultFabric(lowering, model);
}

function lowerWritten(lowering: Lowering, node: Recovered<ast.Fabric>, names: DeclaredNames): Fabric {
  const name = nameOfFabric(lowering, node);
  const id = elementId('fabric', name);
  lowering.register(id, node);
  const settings = readSettings(lowering, node.properties, { block: 'fabric', element: id, turns: [] });
  const properties = { ...settings.places };
  return {
    id,
    name,
    overlay: lowerOverlay(lowering, node, id, properties),
    underlay: lowerUnderlay(lowering, node, id, properties),
    physicalNetworks: sortedBy(
      [...names.physicalNetworks.values()].map((physical) => lowerPhysical(lowering, physical)),
      (physical) => physical.name,
    ),
    firewall: settings.value('firewall', FIREWALL_DRIVER) ?? 'openvswitch',
    l2Population: settings.value('l2-population', SWITCH) ?? false,
    arpResponder: settings.value('arp-responder', SWITCH) ?? false,
    egressDirect: settings.value('egress-direct', SWITCH) ?? false,
    localIpStaticNat: settings.value('local-ip-static-nat', SWITCH) ?? false,
    distributedDhcp: settings.value('distributed-dhcp', SWITCH) ?? false,
    bandwidthMeters: settings.value('bandwidth-meters', SWITCH) ?? false,
    permittedEthertypes: sortedBy(new Set(settings.list('permitted-ethertypes', HEXADECIMAL)), (type) => type),
    isolatedMetadata: settings.value('isolated-metadata', SWITCH) ?? false,
    forceMetadata: settings.value('force-metadata', SWITCH) ?? false,
    dvr: settings.value('dvr', SWITCH) ?? false,
    ha: lowerHa(lowering, node, id, properties),
    dnsDomain: settings.value('dns-domain', WORD) ?? DEFAULT_DNS_DOMAIN,
    mtuBytes: settings.value('mtu', WHOLE_NUMBER),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties },
  };
}

function nameOfFabric(lowering: Lowering, node: Recovered<ast.Fabric>): string {
  if (node.name === undefined) return DEFAULT_FABRIC_NAME;
  return isName(lowering, node.name, () => lowering.places.ofProperty(node, 'name')) ? node.name : DEFAULT_FABRIC_NAME;
}

type Places = Record<string, SourcePlace>;

/** Inner settings are `BLOCK.KEYWORD`, and the plain keyword too where the outer block does not write it. */
function addInnerPlaces(properties: Places, block: string, inner: Settings): void {
  for (const [key, place] of Object.entries(inner.places)) {
    properties[`${block}.${key}`] = place;
    properties[key] ??= place;
  }
}

function lowerOverlay(lowering: Lowering, fabric: Recovered<ast.Fabric>, element: ElementId, properties: Places): Fabric['overlay'] {
  const overlay: Recovered<ast.Overlay> | undefined = onlyOne(
    lowering,
    fabric.properties.filter(ast.isOverlay),
    'overlay',
    'fabric',
    element,
  );
  if (!overlay) return { type: 'vxlan', vniRange: undefined, udpPort: undefined };
  const type = wordOf(lowering, overlay, 'type', overlay.type, []);
  const inner = readSettings(lowering, overlay.settings, { block: 'overlay', element, turns: [] });
  if (overlay.type === 'gre' && inner.places.port)
    lowering.report('OST1014', inner.places.port, '`port` contradicts `overlay gre`: GRE has no ports (it is IP protocol 47), remove it', {
      element,
    });
  properties.overlay = lowering.places.ofProperty(overlay, 'type');
  addInnerPlaces(properties, 'overlay', inner);
  return {
    type: (type && readWord(lowering, type, 'the overlay of a fabric', OVERLAY_TYPE, element)) ?? 'vxlan',
    vniRange: inner.value('vni', NUMBER_RANGE),
    udpPort: inner.value('port', WHOLE_NUMBER),
  };
}

function lowerUnderlay(lowering: Lowering, fabric: Recovered<ast.Fabric>, element: ElementId, properties: Places): Fabric['underlay'] {
  const underlay: Recovered<ast.Underlay> | undefined = onlyOne(
    lowering,
    fabric.properties.filter(ast.isUnderlay),
    'underlay',
    'fabric',
    element,
  );
  if (!underlay) return undefined;
  const inner = readSettings(lowering, underlay.settings, { block: 'underlay', element, turns: [] });
  properties.underlay = lowering.places.ofProperty(underlay, 'cidr');
  addInnerPlaces(properties, 'underlay', inner);
  const [mtuBytes, vlan] = [inner.value('mtu', WHOLE_NUMBER) ?? DEFAULT_UNDERLAY_MTU_BYTES, inner.value('vlan', WHOLE_NUMBER)];
  const word = wordOf(lowering, underlay, 'cidr', underlay.cidr, []);
  const written = word && readWord(lowering, word, 'the underlay', CIDR, element);
  return written && { prefix: prefixOf(written), written, mtuBytes, vlan };
}

function lowerHa(lowering: Lowering, fabric: Recovered<ast.Fabric>, element: ElementId, properties: Places): Fabric['ha'] {
  const ha: Recovered<ast.HighAvailability> | undefined = onlyOne(
    lowering,
    fabric.properties.filter(ast.isHighAvailability),
    'ha',
    'fabric',
    element,
  );
  if (!ha) return { enabled: false, hostsPerRouter: undefined };
  const inner = readSettings(lowering, ha.settings, { block: 'ha', element, turns: [] });
  properties.ha = lowering.places.ofProperty(ha, 'value');
  addInnerPlaces(properties, 'ha', inner);
  const word = wordOf(lowering, ha, 'value', ha.value, []);
  return {
    enabled: (word && readWord(lowering, word, '`ha` of a fabric', SWITCH, element)) ?? false,
    hostsPerRouter: inner.value('hosts-per-router', WHOLE_NUMBER),
  };
}

function lowerPhysical(lowering: Lowering, { id, name, node, turns }: Declaration<ast.Physical>): PhysicalNetwork {
  const settings = readSettings(lowering, node.settings, { block: 'physical', element: id, turns });
  return {
    id,
    name,
    vlanRange: settings.value('vlan', NUMBER_RANGE),
    mtuBytes: settings.value('mtu', WHOLE_NUMBER),
    flat: settings.has('flat'),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties: settings.places },
  };
}

/** Names seed every derived id and MAC, so a model with networks is told that its fabric has none. */
function defaultFabric(lowering: Lowering, model: ModelItems): Fabric {
  const id = elementId('fabric', DEFAULT_FABRIC_NAME);
  const { start } = lowering.places;
  if (model.items.some((item) => ast.isTenant(item) && item.items.some(ast.isNetwork))) {
    const message = `this model has no fabric: it gets Neutron's defaults under the name \`${DEFAULT_FABRIC_NAME}\`, and derived UUIDs and MACs depend on that name; write \`fabric NAME { … }\``;
    lowering.report('OST1010', start, message, { element: id });
  }
  return {
    id,
    name: DEFAULT_FABRIC_NAME,
    overlay: { type: 'vxlan', vniRange: undefined, udpPort: undefined },
    underlay: undefined,
    physicalNetworks: [],
    firewall: 'openvswitch',
    l2Population: false,
    arpResponder: false,
    egressDirect: false,
    localIpStaticNat: false,
    distributedDhcp: false,
    bandwidthMeters: false,
    permittedEthertypes: [],
    isolatedMetadata: false,
    forceMetadata: false,
    dvr: false,
    ha: { enabled: false, hostsPerRouter: undefined },
    dnsDomain: DEFAULT_DNS_DOMAIN,
    mtuBytes: undefined,
    places: { whole: start, name: start, properties: {} },
  };
}
