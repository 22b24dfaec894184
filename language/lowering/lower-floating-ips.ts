import { type ElementId, type SourcePlace, elementId, qualifiedName, sortedBy } from '#core/base';
import type { FloatingIp } from '#core/model';
import { printAddress } from '#core/net';
import * as ast from '../generated/ast.ts';
import { type EndpointTarget, resolveEndpointName } from '../names/resolve-endpoint-name.ts';
import { type Resolved, unknown } from '../names/resolve-name.ts';
import type { DeclaredNames, TenantDeclaration } from './declare-names.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { noteOutsider, referenceWord, resolveTenantReference, settle } from './read-reference.ts';
import { readSettings } from './read-settings.ts';
import { type PlacedWord, oneWord, readWord, wordOf } from './read-words.ts';
import { ADDRESS, UUID } from './read-value.ts';
import type { Recovered } from './recovered.ts';

/** A tenant's floating addresses; one whose address cannot be read is left out, one written twice too. */
export function lowerFloatingIps(lowering: Lowering, tenant: TenantDeclaration, names: DeclaredNames): FloatingIp[] {
  const byId = new Map<ElementId, { readonly element: FloatingIp; readonly node: ast.FloatingIp }>();
  for (const node of tenant.node.items.filter(ast.isFloatingIp)) {
    const element = lowerFloatingIp(lowering, node, tenant, names);
    if (!element) continue;
    const first = byId.get(element.id);
    if (first) {
      reportTwice(lowering, element, first.element);
      continue;
    }
    byId.set(element.id, { element, node });
    lowering.register(element.id, node);
  }
  return sortedBy(
    [...byId.values()].map(({ element }) => element),
    (element) => element.name,
  );
}

function reportTwice(lowering: Lowering, element: FloatingIp, first: FloatingIp): void {
  lowering.report(
    'OST1005',
    element.places.name,
    `this tenant already has the floating address ${element.name}: remove one; this one is left out`,
    {
      related: [{ message: `${element.name} is first written here`, place: first.places.name }],
      element: first.id,
      data: { name: element.name },
    },
  );
}

function lowerFloatingIp(
  lowering: Lowering,
  node: Recovered<ast.FloatingIp> & ast.FloatingIp,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): FloatingIp | undefined {
  const { turns } = tenant;
  const addressWord = wordOf(lowering, node, 'address', node.address, turns);
  const address = addressWord && readWord(lowering, addressWord, 'a floating address', ADDRESS, tenant.id);
  const name = address && printAddress(address);
  const id = name === undefined ? tenant.id : elementId('floating-ip', tenant.name, name);
  const settings = readSettings(lowering, node.properties, { block: 'floating-ip', element: id, turns });
  const properties: Record<string, SourcePlace> = { ...settings.places };
  const from: Recovered<ast.FloatingIpNetwork> | undefined = onlyOne(
    lowering,
    node.properties.filter(ast.isFloatingIpNetwork),
    'from',
    'floating-ip',
    id,
  );
  if (from) properties.from = lowering.places.ofProperty(from, 'network');
  const target = targetWord(lowering, node, tenant);
  if (target) properties.to = target.place;
  const pieces = {
    tenant: tenant.id,
    uuid: settings.value('id', UUID),
    port: target && resolvePort(lowering, target, tenant, names, id),
    network: from && resolveTenantReference(lowering, names, 'networks', from.network, tenant.name, { turns, element: id }),
    fixed: settings.value('fixed', ADDRESS),
  };
  if (!address || name === undefined) return undefined;
  const places = { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'address'), properties };
  return { ...pieces, id, name, address, places };
}

function targetWord(lowering: Lowering, node: Recovered<ast.FloatingIp>, { turns }: TenantDeclaration): PlacedWord | undefined {
  const word = referenceWord(lowering, node.target);
  return word && oneWord(lowering, [word], 'to', turns);
}

/** A VM's name stands for its port where it has one only. */
function resolvePort(
  lowering: Lowering,
  word: PlacedWord,
  tenant: TenantDeclaration,
  names: DeclaredNames,
  element: ElementId,
): ElementId | undefined {
  const resolved = resolveEndpointName(names, word.text, tenant.name);
  noteOutsider(lowering, resolved, tenant.name);
  return settle(lowering, word, 'port', onlyPort(resolved, names, tenant.name), element);
}

function onlyPort(resolved: Resolved<EndpointTarget>, names: DeclaredNames, own: string): Resolved<ElementId> {
  if (resolved.kind === 'unknown') return unknown(() => nearestPort(resolved.nearest, names, own));
  if (resolved.kind !== 'found') return resolved;
  const { kind, id } = resolved.target;
  if (kind === 'port') return { kind: 'found', target: id };
  const [tenant = '', vm = ''] = qualifiedName(id).split('.');
  const ports = kind === 'vm' ? [...(names.tenants.get(tenant)?.vms.get(vm)?.ports.values() ?? [])] : [];
  const [first, second] = ports;
  if (!first) return { kind: 'unknown', nearest: undefined };
  return second ? { kind: 'ambiguous', candidates: ports.map((port) => qualifiedName(port.id)) } : { kind: 'found', target: first.id };
}

/** What is near as the end of a conversation may be a network or a tenant, and no port. */
function nearestPort(nearest: string | undefined, names: DeclaredNames, own: string): string | undefined {
  if (nearest === undefined) return undefined;
  return onlyPort(resolveEndpointName(names, nearest, own), names, own).kind === 'found' ? nearest : undefined;
}
