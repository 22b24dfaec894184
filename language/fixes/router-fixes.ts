import type { Finding, FindingCode } from '#core/diagnostics';
import { type Network, gatewayOf, mayUse } from '#core/model';
import { qualifiedName } from '#core/base';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace, writeValue } from './fix.ts';
import { unpin } from './identity-fixes.ts';
import { addNetworkHost } from './wiring-fixes.ts';
import { subnetText } from './new-blocks.ts';

/** Routers: their way out, what they join, and how they are spread over hosts. */
export const ROUTER_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST4019: (finding, context) => {
    const network = gatewayNetwork(finding, context);
    return network ? markExternal(network, context) : [];
  },
  OST4025: addStandby,
  OST3031: populateOrRemove,
  OST4026: populate,
  OST4027: (finding, context) => {
    const network = gatewayNetwork(finding, context);
    return network ? addSubnet(network, context) : [];
  },
  OST4032: joinSomething,
  OST4037: makeSingle,
  OST4053: switchInstead,
};

function gatewayNetwork({ element }: Finding, { relations }: FixContext): Network | undefined {
  const router = relations.topology.routers.find(({ gateway }) => gateway?.id === element);
  return router?.gateway && relations.network(router.gateway.network);
}

/** Marks a network as one that leads to the world. */
export function markExternal(network: Network, context: FixContext): readonly Fix[] {
  const node = context.nodeOf(network.id);
  return node && !isRepeated(node) ? [preferred(`Mark network \`${network.name}\` \`external\``, addInside(node, 'external'))] : [];
}

/** Gives a network a subnet with a free range. */
export function addSubnet({ id }: Network, context: FixContext): readonly Fix[] {
  const node = context.nodeOf(id);
  if (!ast.isNetwork(node) || isRepeated(node) || !ast.isTenant(node.$container)) return [];
  const text = subnetText(node.name, context, node.$container);
  return [possible(`Add \`${text}\` to \`${node.name}\``, addInside(node, text))];
}

/** A second network host; or as many hosts for a router as there are, or no standby at all. */
function addStandby({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const [count, wanted] = [Number(data.count), Number(data.wanted)];
  const written = context.nodeAt(place);
  if (written && ast.isSetting(written) && written.key === 'hosts-per-router') {
    const hosts = Math.min(Math.max(wanted, 2), count);
    return [preferred(`Change to ${hosts}`, replace(place, String(hosts)))];
  }
  return [...addNetworkHost(context), possible('Change to `ha off`', replace(place, 'off'))];
}

/** A router without replicas needs no VRID. */
function makeSingle({ element }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeOf(element);
  const written = context.element(element)?.places.properties.ha;
  if (!node) return [];
  return [possible('Write `ha off`', written ? writeValue(written, 'ha', 'off', context) : addInside(node, 'ha off'))];
}

/** What goes straight is switched again, by the MAC tables that learn where the active host is. */
function switchInstead(_: Finding, context: FixContext): readonly Fix[] {
  const written = context.relations.topology.fabric.places.properties['egress-direct'];
  return written ? [preferred('Change to `egress-direct off`', writeValue(written, 'egress-direct', 'off', context))] : [];
}

/** The responder learns from l2-population; without it is what is in effect today. */
function populateOrRemove(finding: Finding, context: FixContext): readonly Fix[] {
  const remove = unpin(finding, context, 'Remove `arp-responder`');
  return [...populate(finding, context), ...remove.map((fix) => ({ ...fix, isPreferred: false }))];
}

function populate(_: Finding, context: FixContext): readonly Fix[] {
  const { fabric } = context.relations.topology;
  const written = fabric.places.properties['l2-population'];
  const node = context.nodeOf(fabric.id);
  if (written) return [preferred('Change to `l2-population on`', writeValue(written, 'l2-population', 'on', context))];
  return ast.isFabric(node) ? [preferred('Add `l2-population on`', addInside(node, 'l2-population on'))] : [];
}

/** The subnets that no router is on yet; or no router. */
function joinSomething({ element }: Finding, context: FixContext): readonly Fix[] {
  const { relations } = context;
  const router = element === undefined ? undefined : relations.router(element);
  const node = context.nodeOf(element);
  if (!router || !node) return [];
  const alone = relations.topology.subnets.filter((subnet) => {
    const network = relations.network(subnet.network);
    return (
      network && !network.external && mayUse(router.tenant, network) && gatewayOf(subnet) && relations.interfacesOn(subnet.id).length === 0
    );
  });
  const isNamed = relations.topology.expectations.some(({ via }) => via === router.id);
  return [
    ...alone.slice(0, 3).map((subnet) => {
      const name = subnet.tenant === router.tenant ? subnet.name : qualifiedName(subnet.id);
      return possible(`Add \`interface ${name}\``, addInside(node, `interface ${name}`));
    }),
    ...(isNamed ? [] : [possible('Remove the router', removeNode(node))]),
  ];
}
