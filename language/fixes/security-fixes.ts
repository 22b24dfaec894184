import { type AstNode, AstUtils, CstUtils } from 'langium';
import { type SourcePlace, qualifiedName } from '#core/base';
import type { Finding, FindingCode } from '#core/diagnostics';
import { DEFAULT_GROUP, type NumberRange, type SecurityRule } from '#core/model';
import * as ast from '../generated/ast.ts';
import { addInside, removeNode, removeValues, spanOf } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace, replaceItem, writeValue } from './fix.ts';

/** Security groups, their rules and the firewall. */
export const SECURITY_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST5001: removeRule('Remove the repeated rule'),
  OST5002: nameProtocol,
  OST5003: mendPorts,
  OST5005: mendVersion,
  OST5006: turnSecurityOn,
  OST5012: removeRule('Remove the shadowed rule'),
  OST5030: nameOwnGroup,
  OST5031: ({ place }) => [preferred('Change to `security none`', replace(place, 'none'))],
  OST5007: (_, context) => chooseFirewall(context),
  OST5020: removeEthertypes,
  OST5021: removeEthertypes,
  OST5022: removeEthertypes,
};

function ruleOf({ element }: Finding, { relations }: FixContext): SecurityRule | undefined {
  return relations.topology.securityGroups.flatMap(({ rules }) => rules).find(({ id }) => id === element);
}

/** A line that is nothing but the rule goes; of one that stands for several its ports do. */
function removeRule(title: string): FixMaker {
  return (finding, context) => {
    const node = context.nodeOf(finding.element);
    const ports = ruleOf(finding, context)?.ports;
    if (!ast.isSecurityRule(node)) return [];
    if (node.ports.length < 2) return [preferred(title, removeNode(node))];
    const at = ports ? node.ports.findLastIndex((text) => isRange(text, ports)) : -1;
    return [preferred(title, ...removeValues(node, 'ports', (_, i) => i === at))];
  };
}

/** A protocol that has what the rule names, or the rule without it. */
function nameProtocol(finding: Finding, context: FixContext): readonly Fix[] {
  const rule = ruleOf(finding, context);
  const { ports, protocol } = rule?.places.properties ?? {};
  if (!rule) return [];
  const names = rule.ports ? ['tcp', 'udp'] : ['icmp'];
  const at = (place: SourcePlace): SourcePlace => ({ ...place, end: place.start });
  const change = (name: string) => (protocol ? replace(protocol, name) : ports ? replace(at(ports), `${name} `) : undefined);
  const proto = context.nodeOf(finding.element);
  if (ast.isSecurityRule(proto) && proto.number !== undefined) return [];
  return names.flatMap((name, i) => {
    const edit = change(name);
    return edit ? [(i === 0 ? preferred : possible)(`Match \`${name}\``, edit)] : [];
  });
}

function mendPorts(finding: Finding, context: FixContext): readonly Fix[] {
  const ports = ruleOf(finding, context)?.ports;
  if (!ports) return [];
  const ends = [Math.min(ports.first, ports.last), Math.max(ports.first, ports.last)].map((end) => Math.min(Math.max(end, 1), 65535));
  const text = ends[0] === ends[1] ? String(ends[0]) : ends.join('..');
  const change = replaceItem(finding.place, context.textAt(finding.place), (item) => isRange(item, ports), text);
  if (!change || ports.first === ports.last) return [];
  return [preferred(ports.first > ports.last ? `Swap the ends: \`${text}\`` : `Cut the ports to \`${text}\``, change)];
}

/** Whether `80` or `80..90` is the range. */
function isRange(text: string, { first, last }: NumberRange): boolean {
  const [start, end = start] = text.replaceAll(/\s/g, '').split('..');
  return Number(start) === first && Number(end) === last;
}

/** The version its prefix has, or ICMPv4 in place of ICMPv6. */
function mendVersion(finding: Finding, context: FixContext): readonly Fix[] {
  const rule = ruleOf(finding, context);
  if (!rule) return [];
  const { ethertype, protocol } = rule.places.properties;
  const version = rule.remote.kind === 'prefix' ? rule.remote.prefix.address.version : 6;
  const isIcmpv6 = rule.protocol === 'icmpv6';
  return [
    ...(ethertype && !(isIcmpv6 && version === 4)
      ? [preferred(`Make it an \`ipv${version}\` rule`, replace(ethertype, `ipv${version}`))]
      : []),
    ...(isIcmpv6 && protocol && (version === 4 || rule.remote.kind !== 'prefix')
      ? [possible('Match `icmp`', replace(protocol, 'icmp'))]
      : []),
  ];
}

/** The tenant's own group of that name, or its `default`. */
function nameOwnGroup({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  const tenant = node && AstUtils.getContainerOfType(node, ast.isTenant)?.name;
  const statement = node && (AstUtils.getContainerOfType(node, ast.isPortSecurity) ?? AstUtils.getContainerOfType(node, ast.isRuleRemote));
  const document = context.documentAt(place);
  const group = String(data.group);
  const leaf = statement?.$cstNode && CstUtils.flattenCst(statement.$cstNode).find(({ text }) => text === group);
  if (!leaf || !document || tenant === undefined) return [];
  const name = group.slice(group.indexOf('.') + 1);
  const hasOwn = context.relations.topology.securityGroups.some(({ id }) => qualifiedName(id) === `${tenant}.${name}`);
  const span = spanOf(document, leaf.offset, leaf.end);
  return hasOwn
    ? [preferred(`Change to \`${name}\`, the tenant's own`, replace(span, name))]
    : [possible('Change to `default`', replace(span, DEFAULT_GROUP))];
}

function turnSecurityOn(finding: Finding, context: FixContext): readonly Fix[] {
  const port = finding.element === undefined ? undefined : context.relations.port(finding.element);
  const network = port && context.relations.network(port.network);
  const off = port && (port.portSecurity ? network : port)?.places.properties['port-security'];
  const statement: AstNode | undefined = context.nodeAt(finding.place);
  const isBoth = port?.portSecurity === false && network?.portSecurity === false;
  return [
    ...(off && !isBoth ? [preferred('Turn port security on', writeValue(off, 'port-security', 'on', context))] : []),
    ...(statement && (ast.isPortSecurity(statement) || ast.isAllowedAddress(statement))
      ? [possible(`Remove \`${context.textAt(finding.place)}\``, removeNode(statement))]
      : []),
  ];
}

/** The driver whose filter is compiled. */
function chooseFirewall(context: FixContext): readonly Fix[] {
  const { fabric } = context.relations.topology;
  const written = fabric.places.properties.firewall;
  const node = context.nodeOf(fabric.id);
  if (written) return [preferred('Change to `firewall iptables-hybrid`', writeValue(written, 'firewall', 'iptables-hybrid', context))];
  return node && ast.isFabric(node) ? [preferred('Add `firewall iptables-hybrid`', addInside(node, 'firewall iptables-hybrid'))] : [];
}

/** The ethertype that is meant, or all where none counts. */
function removeEthertypes({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  if (!node || !ast.isSetting(node)) return [];
  if (data.type === undefined) return [possible('Remove `permitted-ethertypes`', removeNode(node))];
  const isMeant = ({ text }: { readonly text: string }) => Number(text) === data.type;
  return [possible(`Remove \`${node.values.find((text) => isMeant({ text })) ?? ''}\``, ...removeValues(node, 'values', isMeant))];
}
