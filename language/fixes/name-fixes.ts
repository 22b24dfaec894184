import { AstUtils, type AstNode, GrammarUtils } from 'langium';
import type { Finding, FindingCode } from '#core/diagnostics';
import { printAddress } from '#core/net';
import { hasOpenVswitch } from '#core/rules';
import * as ast from '../generated/ast.ts';
import { countWords, isPattern } from '../names/name-pattern.ts';
import { lineBreakOf } from '../refactor/edit-block.ts';
import { addAfter, addInside, removeNode, removeNodes, removeSpan, spanOf } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixMaker, possible, preferred, replace } from './fix.ts';
import { addItem, freePrefix, subnetText } from './new-blocks.ts';
import { newTunnelAddress, newUnderlay } from './tunnel-fixes.ts';

/** What the text gets wrong by itself: words, names, repetitions. */
export const NAME_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST1002: (finding) => [...changeToNearest(finding), ...changeTo(finding, finding.data.wanted)],
  OST1003: (finding, context) => [...changeToNearest(finding), ...turnIntoComment(finding), ...removeWord(finding, context)],
  OST1004: (finding, context) => [...changeToNearest(finding), ...create(finding, context)],
  OST1006: cleanName,
  OST1007: (finding, context) => removeStatement(finding, context, 'Remove the second one'),
  OST1008: (finding) => [...finding.message.matchAll(/(?<=write .*)`([^`]+)`/g)].flatMap(([, name]) => changeToOneOf(finding, name)),
  OST1009: fitRange,
  OST1010: nameFabric,
  OST1012: (finding, context) => remove(finding, context, 'Remove the second fabric'),
  OST1013: addMissing,
  OST1014: (finding, context) => (finding.data.keyword === undefined ? keepOneKind(finding, context) : removePart(finding, context)),
};

function changeToNearest(finding: Finding): readonly Fix[] {
  return changeTo(finding, finding.data.nearest);
}

function changeTo({ place }: Finding, text: string | number | undefined): readonly Fix[] {
  return text === undefined ? [] : [preferred(`Change to \`${text}\``, replace(place, String(text)))];
}

function changeToOneOf({ place }: Finding, name: string | undefined): readonly Fix[] {
  return name === undefined ? [] : [possible(`Change to \`${name}\``, replace(place, name))];
}

/** A `#` that was meant to start a comment. */
function turnIntoComment({ place, data }: Finding): readonly Fix[] {
  const found = String(data.found ?? '');
  return found.startsWith('#') ? [preferred('Make it a comment with `//`', replace(place, found.replace(/^#+/, '// ').trimEnd()))] : [];
}

/** The block or statement that starts at the finding's place. */
function remove({ place }: Finding, context: FixContext, title: string): readonly Fix[] {
  const node = context.nodeAt(place);
  return node?.$container ? [possible(title, removeNode(node))] : [];
}

/** A word that stands alone; what follows it on its line would make no more sense without it. */
function removeWord({ place }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  const rest = node && AstUtils.getDocument(node).textDocument.getText().slice(node.$cstNode?.end);
  return ast.isUnknownStatement(node) && rest !== undefined && /^[ \t]*(\r?\n|\/\/|\}|$)/.test(rest)
    ? [possible('Remove it', removeNode(node))]
    : [];
}

/** What each kind of network is told by. `physical` belongs to two of them, and alone it tells of a VLAN network. */
const KINDS_OF_NETWORK = [['vni', 'overlay'], ['vlan', 'physical'], ['flat', 'physical'], ['local']] as const;

/** A network of one kind: what tells of another goes. */
function keepOneKind(finding: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeOf(finding.element);
  if (!ast.isNetwork(node)) return removeStatement(finding, context, `Remove \`${context.textAt(finding.place)}\``);
  const telling = node.properties.flatMap((property) => {
    const key = ast.isSetting(property) ? property.key : ast.isPhysicalReference(property) ? 'physical' : '';
    return KINDS_OF_NETWORK.some((words) => words.some((word) => word === key)) ? [{ key, property }] : [];
  });
  const isWritten = (word: string) => telling.some(({ key }) => key === word);
  return KINDS_OF_NETWORK.flatMap((words) => {
    const main = words.find((word, i) => isWritten(word) && (i === 0 || word !== 'physical' || !(isWritten('vlan') || isWritten('flat'))));
    const others = telling.filter(({ key }) => !words.some((word) => word === key));
    if (main === undefined || others.length === 0 || (main === 'physical' && words[0] === 'flat')) return [];
    const title = `Keep \`${main}\`, remove ${others.map(({ key }) => `\`${key}\``).join(', ')}`;
    return [possible(title, ...removeNodes(others.map(({ property }) => property)))];
  });
}

/** A keyword inside a statement and its value go, the rest of the statement stays. */
function removePart({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  const document = context.documentAt(place);
  const keyword = GrammarUtils.findNodeForKeyword(node?.$cstNode, String(data.keyword));
  if (!keyword || !document) return [];
  const end = document.textDocument.offsetAt(place.end);
  return [preferred(`Remove \`${keyword.text}\``, removeSpan(document, keyword.offset, end))];
}

/** The property whose value or keyword is at the finding's place. */
function removeStatement({ place }: Finding, context: FixContext, title: string): readonly Fix[] {
  const node = context.nodeAt(place);
  return node?.$container ? [preferred(title, removeNode(node))] : [];
}

function cleanName({ place, data }: Finding): readonly Fix[] {
  const clean = String(data.found ?? '')
    .replaceAll(/[^A-Za-z0-9_-]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  return clean === '' ? [] : [preferred(`Change to \`${clean}\``, replace(place, clean))];
}

/** As many values as the block around is repeated. */
function fitRange({ place }: Finding, context: FixContext): readonly Fix[] {
  const word = context.textAt(place);
  const [whole, first = '', zeros = ''] = /\[((0*)\d+)\.\.\d+\]/.exec(word) ?? [];
  const count = repetitionsOf(context.nodeAt(place));
  if (whole === undefined || count < 2) return [];
  const last = String(Number(first) + count - 1).padStart(zeros === '' ? 0 : first.length, '0');
  const text = word.replace(whole, `[${first}..${last}]`);
  return text === word ? [] : [preferred(`Change to \`${text}\``, replace(place, text))];
}

/** How often the innermost repeated block around a statement is there. */
function repetitionsOf(statement: AstNode | undefined): number {
  for (let at = statement?.$container; at; at = at.$container)
    if ('name' in at && typeof at.name === 'string' && isPattern(at.name)) return countWords(at.name);
  return 1;
}

/** A name of its own gives a cloud ids of its own: that of the file. */
function nameFabric(_: Finding, context: FixContext): readonly Fix[] {
  const root = context.model.document.parseResult.value;
  const file = /([A-Za-z0-9_-]+)\.ostopo$/.exec(context.model.document.uri.path)?.[1];
  const name = file === undefined || file === 'model' ? 'cloud' : file;
  const start = context.model.document.textDocument.positionAt(firstOffset(root));
  const place = { uri: context.model.document.uri.toString(), start, end: start };
  const eol = lineBreakOf(context.model.document.textDocument.getText());
  return [possible(`Add \`fabric ${name}\``, replace(place, `fabric ${name}${eol}${eol}`))];
}

function firstOffset(root: AstNode): number {
  return ast.isModel(root) ? (root.items[0]?.$cstNode?.offset ?? 0) : 0;
}

/** A VM without host, or the code of an ICMP rule without its type. */
function addMissing(finding: Finding, context: FixContext): readonly Fix[] {
  const rule = context.nodeAt(finding.place);
  return rule && ast.isSecurityRule(rule) ? mendCode(rule, context) : placeVm(finding, context);
}

/** The type that ICMP's codes are for most of all: destination unreachable (RFC 792, RFC 4443). */
const UNREACHABLE = { icmp: { type: 3, codes: 15 }, icmpv6: { type: 1, codes: 7 } } as const;

/** Which type was meant the code does not say; without it every type may pass. */
function mendCode(rule: ast.SecurityRule, context: FixContext): readonly Fix[] {
  const value = context.placeOf(rule, 'icmpCode');
  const document = context.documentAt(value);
  const leaf = GrammarUtils.findNodeForKeyword(rule.$cstNode, 'code');
  if (!document || !leaf) return [];
  const [from, to] = [leaf.offset, document.textDocument.offsetAt(value.end)];
  const { protocol } = rule;
  const unreachable = protocol === 'icmp' || protocol === 'icmpv6' ? UNREACHABLE[protocol] : undefined;
  const isCode = unreachable && Number(rule.icmpCode) <= unreachable.codes;
  const start = spanOf(document, from, from);
  return [
    ...(isCode
      ? [possible(`Write \`type ${unreachable.type}\`, destination unreachable`, replace(start, `type ${unreachable.type} `))]
      : []),
    possible(`Remove \`code ${rule.icmpCode ?? ''}\``, removeSpan(document, from, to)),
  ];
}

function placeVm({ place, element }: Finding, context: FixContext): readonly Fix[] {
  if (!context.nodeOf(element)) return [];
  const hosts = context.relations.topology.hosts.filter(({ roles }) => roles.includes('compute')).slice(0, 3);
  const after = { ...place, start: place.end };
  return hosts.map(({ name }) => (hosts.length === 1 ? preferred : possible)(`Place it on \`${name}\``, replace(after, ` on ${name}`)));
}

/** Makes what a reference names: with the least it needs to be sound. */
function create({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  const name = String(data.found ?? '');
  if (!node || !/^[A-Za-z0-9_-]+$/.test(name)) return [];
  const tenant = AstUtils.getContainerOfType(node, ast.isTenant);
  const make = (what: string, ...changes: Fix['changes']): readonly Fix[] => [possible(`Create ${what} \`${name}\``, ...changes)];
  if (ast.isVm(node) || ast.isRouterHost(node)) {
    const role = ast.isVm(node) ? 'compute' : 'network';
    const { fabric, hosts } = context.relations.topology;
    const underlay = !fabric.underlay && hosts.some(hasOpenVswitch) ? newUnderlay(context) : undefined;
    const address = underlay ? `  tunnel-ip ${printAddress(underlay.spareAddress)}` : newTunnelAddress(context);
    return make('host', ...(underlay?.changes ?? []), addHost(context, `host ${name} { roles ${role}${address} }`));
  }
  if (ast.isPhysicalReference(node)) {
    const fabric = context.nodeOf(context.relations.topology.fabric.id);
    return fabric ? make('physical network', addInside(fabric, `physical ${name}`)) : [];
  }
  if (!tenant) return [];
  if (ast.isVmPort(node))
    return make('network', addItem(tenant, ast.isNetwork, `network ${name} { ${subnetText(name, context, tenant)} }`));
  if (ast.isPortSecurity(node) || ast.isRuleRemote(node))
    return make('security group', addItem(tenant, ast.isSecurityGroup, `security-group ${name}`));
  if (ast.isRouterInterface(node)) {
    const networks = tenant.items.filter(ast.isNetwork);
    const prefix = freePrefix(context, tenant);
    return networks
      .slice(0, 3)
      .map((network) =>
        possible(`Create subnet \`${name}\` in network \`${network.name}\``, addInside(network, `subnet ${name} ${prefix}`)),
      );
  }
  return [];
}

function addHost(context: FixContext, text: string): Fix['changes'][number] {
  const model = context.model.document.parseResult.value;
  const last = ast.isModel(model) ? (model.items.filter(ast.isHost).at(-1) ?? model.items.find(ast.isFabric)) : undefined;
  return last ? addAfter(last, text) : addInside(model, text);
}
