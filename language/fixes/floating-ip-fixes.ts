import { qualifiedName } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import {
  type FloatingIp,
  type FloatingIpWay,
  type Network,
  type Router,
  type Subnet,
  findFloatingIpWay,
  gatewayOf,
  mayUse,
  placeOf,
} from '#core/model';
import { prefixContains, prefixesOverlap, printAddress, sameAddress } from '#core/net';
import * as ast from '../generated/ast.ts';
import { addInside, hasStatement, removeNode } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, possible, replace } from './fix.ts';
import { chooseSource } from './floating-source-fixes.ts';
import { addItem, freeName } from './new-blocks.ts';

/** Floating addresses: where they come from and where they lead. */
export const FLOATING_IP_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST4020: ofWay(joinRouter),
  OST4021: ofWay(chooseFixed),
  OST4022: ofWay(chooseSource),
  OST4023: ({ element }, context) => {
    const node = context.nodeOf(element);
    return node ? [possible('Remove this floating address', removeNode(node))] : [];
  },
  OST4024: ofWay(moveToTenant),
};

/** A floating address, its statement, and its way as far as it is known. */
export interface Way extends FloatingIpWay {
  readonly floatingIp: FloatingIp;
  readonly node: ast.FloatingIp;
}

function ofWay(fix: (way: Way, context: FixContext) => readonly Fix[]): FixMaker {
  return ({ element }: Finding, context) => {
    const { relations } = context;
    const floatingIp = relations.topology.floatingIps.find(({ id }) => id === element);
    const node = context.nodeOf(element);
    return floatingIp && ast.isFloatingIp(node) ? fix({ floatingIp, node, ...findFloatingIpWay(relations, floatingIp) }, context) : [];
  };
}

/** A router that lacks one of the two ends gets it; where there is none, one is made. */
function joinRouter({ network, subnet }: Way, context: FixContext): readonly Fix[] {
  const { relations, nodeOf } = context;
  if (!network || !subnet || relations.subnetsOf(network.id).some(({ prefix }) => prefixesOverlap(prefix, subnet.prefix))) return [];
  const inside = new Set(relations.interfacesOn(subnet.id).map(({ router }) => router));
  const routers = relations.topology.routers.filter(({ id }) => !isRepeated(nodeOf(id)));
  const add = (router: Router, text: string): readonly Fix[] => {
    const node = nodeOf(router.id);
    return node ? [possible(`Add \`${text}\` to router \`${router.name}\``, addInside(node, text))] : [];
  };
  const carrier = relations.network(subnet.network);
  const fixes = [
    ...routers
      .filter(({ id, gateway }) => !gateway && inside.has(id) && !hasStatement(nodeOf(id), 'external'))
      .flatMap((router) => add(router, `external ${qualifiedName(network.id)}`)),
    ...routers
      .filter(({ id, gateway, tenant }) => gateway?.network === network.id && !inside.has(id) && carrier && mayUse(tenant, carrier))
      .flatMap((router) => add(router, interfaceText(subnet, inside.size > 0, context))),
    ...(inside.size > 0 ? [] : newRouter(network, subnet, context)),
  ];
  const [only, second] = fixes;
  return only && !second ? [{ ...only, isPreferred: true }] : fixes.slice(0, 3);
}

/** Where another router holds the gateway, this one needs an address of its own. */
function interfaceText(subnet: Subnet, isGatewayTaken: boolean, context: FixContext): string {
  const address = isGatewayTaken || !gatewayOf(subnet) ? context.free.address(subnet) : undefined;
  return `interface ${qualifiedName(subnet.id)}${address ? ` { ip ${printAddress(address)} }` : ''}`;
}

function newRouter(network: Network, subnet: Subnet, context: FixContext): readonly Fix[] {
  const { topology } = context.relations;
  const tenant = context.nodeOf(subnet.tenant);
  if (!ast.isTenant(tenant) || isRepeated(tenant)) return [];
  const name = freeName(subnet.name, ['router'], new Set(topology.routers.map((router) => router.name)));
  const text = `router ${name} { external ${qualifiedName(network.id)}  ${interfaceText(subnet, false, context)} }`;
  return [possible(`Create router \`${name}\``, addItem(tenant, ast.isRouter, text))];
}

/** One of the addresses the port has; or the port gets the one that is meant. */
function chooseFixed({ floatingIp, node, port }: Way, context: FixContext): readonly Fix[] {
  const pinned = port?.addresses.filter(({ version }) => version === 4) ?? [];
  const { fixed } = floatingIp;
  const written = floatingIp.places.properties.fixed;
  const choices = pinned.slice(0, 3).map((address) => {
    const text = printAddress(address);
    return written
      ? possible(`Change to \`${text}\``, replace(written, text))
      : possible(`Add \`fixed ${text}\``, addInside(node, `fixed ${text}`));
  });
  const portNode = context.nodeOf(port?.id);
  const mayHave =
    port &&
    fixed &&
    context.relations.subnetsOf(port.network).some(({ prefix }) => prefixContains(prefix, fixed)) &&
    !isTaken(fixed, context);
  if (!port || !fixed || !mayHave || !portNode || isRepeated(portNode)) return choices;
  const list = port.places.properties.ip;
  const text = printAddress(fixed);
  const change = list ? replace({ ...list, start: list.end }, `, ${text}`) : addInside(portNode, `ip ${text}`);
  return [...choices, possible(`Pin \`ip ${text}\` at the port`, change)];
}

function isTaken(address: NonNullable<FloatingIp['fixed']>, { deployment }: FixContext): boolean {
  return deployment.ports.some(({ addresses }) => addresses.some((taken) => sameAddress(taken.address, address)));
}

/** The same statement in the tenant of the VM; what it names is named from there. */
function moveToTenant({ floatingIp, node, port }: Way, context: FixContext): readonly Fix[] {
  const { relations } = context;
  const vm = port && relations.vm(port.vm);
  const tenant = context.nodeOf(vm?.tenant);
  const cst = node.$cstNode;
  if (!vm || !ast.isTenant(tenant) || isRepeated(tenant) || !cst) return [];
  const { to, from } = floatingIp.places.properties;
  const names = [
    { place: to, name: relations.portsOf(vm.id).length === 1 ? qualifiedName(vm.id) : qualifiedName(port.id) },
    ...(floatingIp.network === undefined ? [] : [{ place: from, name: qualifiedName(floatingIp.network) }]),
  ];
  const document = context.documentAt(placeOf(floatingIp));
  let text = cst.text;
  for (const { place, name } of names.reverse()) {
    if (!place || !document) return [];
    const [start, end] = [place.start, place.end].map((at) => document.textDocument.offsetAt(at) - cst.offset);
    text = text.slice(0, start) + name + text.slice(end);
  }
  return [possible(`Move it to tenant \`${tenant.name}\``, removeNode(node), addItem(tenant, ast.isFloatingIp, text))];
}
