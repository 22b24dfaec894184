import { type ElementId, elementId, qualifiedName, sortedBy } from '#core/base';
import type { Router, RouterGateway, RouterInterface } from '#core/model';
import * as ast from '../generated/ast.ts';
import { type Declaration, type DeclaredNames, type TenantDeclaration } from './declare-names.ts';
import { lowerRoutes } from './lower-routes.ts';
import type { Lowering } from './lowering.ts';
import { onlyOne } from './only-one.ts';
import { readPins } from './read-pins.ts';
import { resolveGlobalReference, resolveTenantReference } from './read-reference.ts';
import { readSettings } from './read-settings.ts';
import { ADDRESS, SWITCH, UUID } from './read-value.ts';
import type { Recovered } from './recovered.ts';

/** A tenant's routers with their interfaces and gateways. */
export function lowerRouters(lowering: Lowering, tenant: TenantDeclaration, names: DeclaredNames): Router[] {
  return [...tenant.routers.values()].map((router) => lowerRouter(lowering, router, tenant, names));
}

function lowerRouter(lowering: Lowering, declaration: Declaration<ast.Router>, tenant: TenantDeclaration, names: DeclaredNames): Router {
  const { id, name, node, turns } = declaration;
  const settings = readSettings(lowering, node.properties, { block: 'router', element: id, turns });
  const properties = { ...settings.places };
  const hostPin: Recovered<ast.RouterHost> | undefined = onlyOne(lowering, node.properties.filter(ast.isRouterHost), 'host', 'router', id);
  if (hostPin) properties.host = lowering.places.ofProperty(hostPin, 'host');
  const external = onlyOne(lowering, node.properties.filter(ast.isRouterExternal), 'external', 'router', id);
  return {
    id,
    name,
    tenant: tenant.id,
    uuid: settings.value('id', UUID),
    interfaces: lowerInterfaces(lowering, declaration, tenant, names),
    routes: lowerRoutes(lowering, node.properties.filter(ast.isRoute), { element: id, turns, properties }),
    host: hostPin && resolveGlobalReference(lowering, names.hosts, 'host', [hostPin.host], { turns, element: id }),
    gateway: external && lowerGateway(lowering, external, declaration, tenant, names),
    dvr: settings.value('dvr', SWITCH),
    ha: settings.value('ha', SWITCH),
    places: { whole: lowering.places.ofNode(node), name: lowering.places.ofProperty(node, 'name'), properties },
  };
}

function lowerInterfaces(
  lowering: Lowering,
  router: Declaration<ast.Router>,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): RouterInterface[] {
  const byId = new Map<ElementId, { readonly element: RouterInterface; readonly node: ast.RouterInterface }>();
  for (const node of router.node.properties.filter(ast.isRouterInterface)) {
    const element = lowerInterface(lowering, node, router, tenant, names);
    if (!element) continue;
    const first = byId.get(element.id);
    if (first) {
      reportSameInterface(lowering, element, first.node);
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

function lowerInterface(
  lowering: Lowering,
  node: Recovered<ast.RouterInterface>,
  router: Declaration<ast.Router>,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): RouterInterface | undefined {
  const use = { turns: router.turns, element: router.id };
  const subnet = resolveTenantReference(lowering, names, 'subnets', node.subnet, tenant.name, use);
  if (subnet === undefined) return undefined;
  const name = interfaceName(subnet, tenant.name);
  const id = elementId('interface', tenant.name, router.name, name);
  const settings = readSettings(lowering, node.settings, { block: 'interface', element: id, turns: router.turns });
  const place = lowering.places.ofProperty(node, 'subnet');
  return {
    id,
    name,
    router: router.id,
    subnet,
    address: settings.value('ip', ADDRESS),
    ...readPins(settings),
    places: { whole: lowering.places.ofNode(node), name: place, properties: { ...settings.places, interface: place } },
  };
}

/** The subnet's name; that of another tenant's subnet with its tenant, so that two never meet. */
function interfaceName(subnet: ElementId, tenant: string): string {
  const qualified = qualifiedName(subnet);
  return qualified.startsWith(`${tenant}.`) ? qualified.slice(tenant.length + 1) : qualified;
}

function reportSameInterface(lowering: Lowering, element: RouterInterface, first: ast.RouterInterface): void {
  lowering.report(
    'OST1005',
    element.places.name,
    `this router already has an interface on \`${element.name}\`: remove one; this one is left out`,
    {
      related: [{ message: 'the first interface on it', place: lowering.places.ofProperty(first, 'subnet') }],
      element: element.router,
      data: { name: element.name },
    },
  );
}

/** A router has one gateway, so its id is the router's; it is called like its network. */
function lowerGateway(
  lowering: Lowering,
  node: Recovered<ast.RouterExternal> & ast.RouterExternal,
  router: Declaration<ast.Router>,
  tenant: TenantDeclaration,
  names: DeclaredNames,
): RouterGateway | undefined {
  const { turns } = router;
  const id = elementId('gateway', tenant.name, router.name);
  const network = resolveTenantReference(lowering, names, 'networks', node.network, tenant.name, { turns, element: router.id });
  const settings = readSettings(lowering, node.settings, { block: 'external', element: id, turns });
  const place = lowering.places.ofProperty(node, 'network');
  const pieces = {
    addresses: settings.list('ip', ADDRESS),
    snat: settings.value('snat', SWITCH) ?? true,
    ...readPins(settings),
    places: { whole: lowering.places.ofNode(node), name: place, properties: { ...settings.places, external: place } },
  };
  if (network === undefined) return undefined;
  lowering.register(id, node);
  return { ...pieces, id, name: interfaceName(network, tenant.name), router: router.id, network };
}
