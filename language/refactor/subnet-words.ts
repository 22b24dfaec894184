import { type AstNode, type CstNode, CstUtils, GrammarUtils } from 'langium';
import { type ElementId, elementKind, qualifiedName } from '#core/base';
import { type Endpoint, type Subnet, findFloatingIpWay, relate } from '#core/model';
import { prefixesOverlap } from '#core/net';
import * as ast from '../generated/ast.ts';
import type { OstopoModel } from '../parse-ostopo.ts';

/** A word of the text, and the statement it belongs to. */
export interface OwnedWord {
  readonly owner: AstNode;
  readonly leaf: CstNode;
}

/**
 * The words of a model in which addresses of a subnet can stand: its own, those of what is plugged into it, and those that speak of it.
 * Other tenants may use the same addresses for something else, so words that only speak of addresses (rules, routes, expectations) count
 * where no other subnet can be meant.
 */
export function subnetWords(model: OstopoModel, subnet: Subnet): OwnedWord[] {
  const { topology } = model;
  const relations = relate(topology);
  const concerns = createConcern(model, subnet);
  const nodes = <N extends AstNode>(id: ElementId, is: (node: AstNode) => node is N): readonly N[] => {
    const node = model.astOf(id);
    return node && is(node) ? [node] : [];
  };
  const words: OwnedWord[] = [];
  const add = (owner: AstNode, property: string): void => {
    for (const cst of GrammarUtils.findNodesForProperty(owner.$cstNode, property))
      for (const leaf of CstUtils.flattenCst(cst)) if (!leaf.hidden && leaf.text !== '..') words.push({ owner, leaf });
  };
  const addSettings = (properties: readonly AstNode[], ...keys: readonly string[]): void => {
    for (const property of properties) if (ast.isSetting(property) && keys.includes(property.key)) add(property, 'values');
  };
  const addRoutes = (properties: readonly AstNode[], part: 'destination' | 'nextHop'): void => {
    for (const route of properties.filter(ast.isRoute)) add(route, part);
  };

  for (const node of nodes(subnet.id, ast.isSubnet)) {
    add(node, 'cidr');
    addSettings(node.properties, 'gateway', 'pool');
    addRoutes(node.properties, 'nextHop');
    for (const dhcp of node.properties.filter(ast.isDhcp)) add(dhcp, 'value');
  }
  for (const { id, tenant } of topology.subnets) {
    if (id !== subnet.id && !concerns(tenant)) continue;
    for (const node of nodes(id, ast.isSubnet)) {
      addSettings(node.properties, 'dns');
      addRoutes(node.properties, 'destination');
    }
  }
  for (const router of topology.routers) {
    const joins = router.interfaces.some((item) => item.subnet === subnet.id);
    const leaves = router.gateway?.network === subnet.network;
    for (const node of nodes(router.id, ast.isRouter)) {
      if (joins || leaves) addRoutes(node.properties, 'nextHop');
      if (concerns(router.tenant)) addRoutes(node.properties, 'destination');
    }
    for (const item of router.interfaces)
      if (item.subnet === subnet.id) for (const node of nodes(item.id, ast.isRouterInterface)) addSettings(node.settings, 'ip');
    if (leaves) for (const node of nodes(router.gateway.id, ast.isRouterExternal)) addSettings(node.settings, 'ip');
  }
  for (const port of relations.portsOn(subnet.network)) {
    for (const node of nodes(port.id, ast.isVmPort)) {
      addSettings(node.properties, 'ip', 'local-ip');
      for (const allowed of node.properties.filter(ast.isAllowedAddress)) add(allowed, 'addresses');
    }
  }
  for (const floatingIp of topology.floatingIps) {
    const way = findFloatingIpWay(relations, floatingIp);
    for (const node of nodes(floatingIp.id, ast.isFloatingIp)) {
      if (way.network?.id === subnet.network) add(node, 'address');
      if (way.subnet?.id === subnet.id) addSettings(node.properties, 'fixed');
    }
  }
  for (const { id, tenant } of topology.securityGroups) {
    if (!concerns(tenant)) continue;
    for (const group of nodes(id, ast.isSecurityGroup))
      for (const remote of group.properties.filter(ast.isSecurityRule).flatMap(remoteOf)) add(remote, 'cidr');
  }
  for (const { id, from, to } of topology.expectations) {
    if (![from, to].some((end) => concernsEnd(end, concerns, tenantsById(model)))) continue;
    for (const node of nodes(id, ast.isExpectation)) for (const end of [node.from, node.to]) add(end, 'target');
  }
  return words;
}

/** The remote side of a rule, which a half-typed rule lacks whatever the types say. */
function remoteOf({ remote }: Partial<Pick<ast.SecurityRule, 'remote'>>): ast.RuleRemote[] {
  return remote ? [remote] : [];
}

type Concern = (tenant: ElementId) => boolean;

/** Whether a tenant that speaks of addresses of the subnet can mean no other subnet. */
function createConcern({ topology }: OstopoModel, subnet: Subnet): Concern {
  const rivals = topology.subnets.filter(({ id, prefix }) => id !== subnet.id && prefixesOverlap(prefix, subnet.prefix));
  return (tenant) => rivals.length === 0 || (tenant === subnet.tenant && !rivals.some((rival) => rival.tenant === tenant));
}

function tenantsById({ topology }: OstopoModel): ReadonlyMap<string, ElementId> {
  return new Map(topology.tenants.map(({ id }) => [qualifiedName(id), id]));
}

/** An end that is an element says whose addresses the other end is among. */
function concernsEnd(end: Endpoint, concerns: Concern, tenants: ReadonlyMap<string, ElementId>): boolean {
  if (end.kind === 'internet' || end.kind === 'address') return [...tenants.values()].every(concerns);
  const id = elementKind(end.id) === 'tenant' ? end.id : tenants.get(qualifiedName(end.id).split('.')[0] ?? '');
  return id !== undefined && concerns(id);
}
