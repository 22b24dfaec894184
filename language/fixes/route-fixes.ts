import type { AstNode, CstNode } from 'langium';
import type { Finding, FindingCode } from '#core/diagnostics';
import { gatewayOf } from '#core/model';
import { parseAddress, prefixContains } from '#core/net';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode, removeNodes, removeValues } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixChange, type FixMaker, possible, preferred } from './fix.ts';

/** Routes written by hand, and the name servers that DHCP hands out with them. */
export const ROUTE_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST2019: (finding, context) => [...addInterface(finding, context), ...removeRoute(finding, context)],
  OST2020: removeRoute,
  OST2021: removeRoute,
  OST2025: dropSurplus,
  OST2026: dropOtherVersion,
  OST2035: removeRoute,
  OST2036: removeRoute,
  OST2051: removeRoute,
};

/** Which way its packets should take only a person knows; without the route they take the next best. */
function removeRoute({ place }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  return node && ast.isRoute(node) ? [possible('Remove the route', removeNode(node))] : [];
}

/** What comes behind the last that Neutron stores. */
function dropSurplus({ place, element, data }: Finding, context: FixContext): readonly Fix[] {
  const [count, most] = [Number(data.count), Number(data.most)];
  const block = context.nodeOf(element);
  if (!ast.isSubnet(block) && !ast.isRouter(block)) return [];
  const surplus = ast.isRoute(context.nodeAt(place))
    ? removeNodes(block.properties.filter(ast.isRoute).slice(most))
    : removeServers(block, (_, index) => index >= most);
  return [possible(`Keep the first ${most}, remove ${count - most}`, ...surplus)];
}

function dropOtherVersion(finding: Finding, context: FixContext): readonly Fix[] {
  const subnet = finding.element === undefined ? undefined : context.relations.subnet(finding.element);
  const block = context.nodeOf(finding.element);
  if (ast.isRoute(context.nodeAt(finding.place))) return removeRoute(finding, context);
  if (!subnet || !block) return [];
  const { version } = subnet.prefix.address;
  const gone = removeServers(block, ({ text }) => parseAddress(text)?.version !== version);
  return [preferred(`Remove the name servers that are not IPv${version}`, ...gone)];
}

/** Removes name servers of a subnet by what they are or how many come before them. */
function removeServers(subnet: AstNode, isGone: (value: CstNode, index: number) => boolean): readonly FixChange[] {
  if (!ast.isSubnet(subnet)) return [];
  let before = 0;
  return subnet.properties.filter(ast.isSetting).flatMap((setting) => {
    if (setting.key !== 'dns') return [];
    const first = before;
    before += setting.values.length;
    return removeValues(setting, 'values', (value, i) => isGone(value, first + i));
  });
}

/** The subnet the next hop lies on, joined to the router. */
function addInterface(finding: Finding, context: FixContext): readonly Fix[] {
  const router = finding.element === undefined ? undefined : context.relations.router(finding.element);
  const node = context.nodeOf(finding.element);
  const nextHop = parseAddress(String(finding.data.nextHop));
  if (!router || !node || !nextHop) return [];
  return context.relations.topology.subnets
    .filter(({ tenant, prefix }) => tenant === router.tenant && prefixContains(prefix, nextHop))
    .filter((subnet) => gatewayOf(subnet) && context.relations.interfacesOn(subnet.id).length === 0)
    .map((subnet) => possible(`Add \`interface ${subnet.name}\``, addInside(node, `interface ${subnet.name}`)));
}
