import { type AstNode, GrammarUtils } from 'langium';
import type { Finding, FindingCode } from '#core/diagnostics';
import { findFloatingIpWay } from '#core/model';
import { prefixContains, printAddress } from '#core/net';
import * as ast from '../generated/ast.ts';
import { removeNode, spanOf } from './block-edits.ts';
import { type FixContext, isRepeated } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';

/** What is declared twice: names of one's own can be changed, those that are another thing's or an address cannot. */
export const REPEATED_NAME_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST1005: (finding, context) => {
    const node = context.nodeAt(finding.place);
    if (!node?.$container || isRepeated(node)) return [];
    if (ast.isRouterInterface(node)) return removeSecond(node, node.settings, 'interface');
    if (ast.isFloatingIp(node)) return chooseAddress(finding, node, context);
    if (ast.isSriov(node)) return mergeDevices(finding, node, context);
    if (ast.isBridge(node)) return renameBridge(finding, node, context);
    return ast.isVmPort(node) && node.name === undefined ? namePort(finding, node, context) : rename(finding, node, context);
  },
};

/** Obvious where nothing is said that would be lost. */
function removeSecond(node: AstNode, said: readonly AstNode[], what: string): readonly Fix[] {
  return [(said.length === 0 ? preferred : possible)(`Remove this ${what}`, removeNode(node))];
}

/** Another address of the same external network, unless the port has one already. */
function chooseAddress({ element }: Finding, node: ast.FloatingIp, context: FixContext): readonly Fix[] {
  const { relations } = context;
  const remove = removeNode(node);
  const target = targetText(node);
  const siblings = ast.isTenant(node.$container) ? node.$container.items.filter(ast.isFloatingIp) : [];
  if (siblings.some((other) => other !== node && targetText(other) === target)) return [preferred('Remove this floating address', remove)];
  const first = relations.topology.floatingIps.find(({ id }) => id === element);
  const network = first && findFloatingIpWay(relations, first).network;
  const subnet = first && network && relations.subnetsOf(network.id).find(({ prefix }) => prefixContains(prefix, first.address));
  const address = subnet && context.free.address(subnet);
  const text = address && printAddress(address);
  return [
    ...(text === undefined ? [] : [possible(`Change to \`${text}\`, which is free`, replace(context.placeOf(node, 'address'), text))]),
    possible('Remove this floating address', remove),
  ];
}

/** Recovery may leave the reference out. */
function targetText(node: Partial<Pick<ast.FloatingIp, 'target'>>): string | undefined {
  return node.target?.$refText;
}

/** A host says of each physical network once by which cards it is on it. */
function mergeDevices({ related }: Finding, node: ast.Sriov, context: FixContext): readonly Fix[] {
  const first = related[0] && context.nodeAt(related[0].place);
  const [own, others] = [devicesOf(node), first && ast.isSriov(first) ? devicesOf(first) : []];
  const remove = removeNode(node);
  const missing = own.filter((device) => !others.includes(device));
  if (missing.length === 0) return [preferred('Remove this card', remove)];
  const last = first && deviceSettings(first).at(-1);
  const document = related[0] && context.documentAt(related[0].place);
  const end = last && GrammarUtils.findNodesForProperty(last.$cstNode, 'values').at(-1)?.end;
  const discard = possible('Remove this card', remove);
  if (!document || end === undefined) return [discard];
  const add = replace(spanOf(document, end, end), missing.map((device) => `, ${device}`).join(''));
  return [preferred(`Write ${missing.map((device) => `\`${device}\``).join(', ')} at the first one`, add, remove), discard];
}

function deviceSettings(node: AstNode): readonly ast.Setting[] {
  return ast.isSriov(node) ? node.settings.filter(ast.isSetting) : [];
}

function devicesOf(node: ast.Sriov): readonly string[] {
  return deviceSettings(node).flatMap(({ values }) => values);
}

function namePort(finding: Finding, node: ast.VmPort, context: FixContext): readonly Fix[] {
  const fresh = freshName(String(finding.data.name ?? ''), context);
  if (fresh === undefined) return [];
  const after = { ...finding.place, start: finding.place.end };
  const name = isNamedPlainly(node.$container, context) ? possible : preferred;
  return [name(`Name the port \`${fresh}\``, replace(after, ` as ${fresh}`)), possible('Remove the second port', removeNode(node))];
}

/** A floating address that names a VM means its only port. */
function isNamedPlainly(vm: ast.Vm, { relations, textAt }: FixContext): boolean {
  return relations.topology.floatingIps.some(({ places: { properties } }) => {
    const named = properties.to && textAt(properties.to);
    return named?.split('.').at(-1) === vm.name;
  });
}

/** The longest name of a device (IFNAMSIZ less its end), and what a number takes of it. */
const LONGEST_STEM = 15 - '-2'.length;

/** Another bridge cannot have the same physical network or card, so one that has is the same one. */
function renameBridge(finding: Finding, node: ast.Bridge, context: FixContext): readonly Fix[] {
  const first = finding.related[0] && context.nodeAt(finding.related[0].place);
  const theirs = first && ast.isBridge(first) ? first.properties.map(({ $cstNode }) => $cstNode?.text) : [];
  const own = node.properties.map(({ $cstNode }) => $cstNode?.text);
  const isNothingNew = own.every((text) => theirs.includes(text));
  const remove = (isNothingNew ? preferred : possible)('Remove this bridge', removeNode(node));
  if (isNothingNew || own.some((text) => theirs.includes(text))) return [remove];
  const fresh = freshName(String(finding.data.name ?? '').slice(0, LONGEST_STEM), context);
  return fresh === undefined ? [remove] : [possible(`Rename to \`${fresh}\``, replace(finding.place, fresh)), remove];
}

const KINDS: Readonly<Record<string, string>> = {
  [ast.SecurityGroup.$type]: 'security group',
  [ast.Physical.$type]: 'physical network',
};

function rename(finding: Finding, node: AstNode, context: FixContext): readonly Fix[] {
  const fresh = freshName(String(finding.data.name ?? ''), context);
  const remove = possible(`Remove this ${KINDS[node.$type] ?? node.$type.toLowerCase()}`, removeNode(node));
  return fresh === undefined ? [remove] : [possible(`Rename to \`${fresh}\``, replace(finding.place, fresh)), remove];
}

/** The name with a number that the text has nowhere. */
function freshName(name: string, { model }: FixContext): string | undefined {
  const texts = model.documents.map(({ textDocument }) => textDocument.getText());
  return name === ''
    ? undefined
    : [2, 3, 4, 5, 6, 7, 8, 9].map((n) => `${name}-${n}`).find((candidate) => !texts.some((text) => text.includes(candidate)));
}
