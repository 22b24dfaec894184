import { GrammarUtils } from 'langium';
import type { Finding, FindingCode } from '#core/diagnostics';
import * as ast from '../generated/ast.ts';
import { parseAddress, printAddress, sameAddress } from '#core/net';
import { addInside, removeNode, removeValues, spanOf } from './block-edits.ts';
import type { FixContext } from './fix-context.ts';
import { type Fix, type FixChange, type FixMaker, possible, preferred, replace } from './fix.ts';

/** What guests are told by DHCP, what they listen on, and what limits and marks their traffic. */
export const GUEST_VALUE_FIXES: Partial<Record<FindingCode, FixMaker>> = {
  OST2040: removeOption,
  OST2041: removeOption,
  OST2042: removeOption,
  OST2043: removeOption,
  OST2060: removeLocalIp,
  OST2061: removeLocalIp,
  OST2062: removeLocalIp,
  OST2063: translateStatically,
  OST2064: removeLocalIp,
  OST2065: removeSetting,
  OST2066: unpinDhcp,
  OST2067: removeOption,
  OST4029: mendRateOrMark,
  OST4030: listenNoMore,
  OST5040: mendRateOrMark,
  OST5041: mendRateOrMark,
  OST5042: mendRateOrMark,
  OST5043: mendRateOrMark,
};

function mendRateOrMark({ place, data }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  if (data.nearest !== undefined) return [preferred(`Change to ${data.nearest}`, replace(place, String(data.nearest)))];
  if (node && ast.isGuarantee(node)) return [possible('Remove the guarantee', removeNode(node))];
  return node && ast.isRateLimit(node) ? [possible('Remove the limit', removeNode(node))] : [];
}

/** One of several, or all of them. */
function removeLocalIp({ element, data }: Finding, context: FixContext): readonly Fix[] {
  const port = context.nodeOf(element);
  const setting = ast.isVmPort(port)
    ? port.properties.find((property) => ast.isSetting(property) && property.key === 'local-ip')
    : undefined;
  if (!setting) return [];
  const wrong = data.address === undefined ? undefined : parseAddress(String(data.address));
  if (!wrong) return [possible('Remove the Local IP', removeNode(setting))];
  const isWrong = (text: string) => {
    const address = parseAddress(text);
    return address !== undefined && sameAddress(address, wrong);
  };
  const changes = removeValues(setting, 'values', ({ text }) => isWrong(text));
  return changes.length > 0 ? [possible(`Remove \`${printAddress(wrong)}\``, ...changes)] : [];
}

function translateStatically(_: Finding, context: FixContext): readonly Fix[] {
  const { fabric } = context.relations.topology;
  const node = context.nodeOf(fabric.id);
  if (!ast.isFabric(node)) return [];
  const written = fabric.places.properties['local-ip-static-nat'];
  const text = 'local-ip-static-nat on';
  return [preferred(`Write \`${text}\``, written ? replace(written, 'on') : addInside(node, text))];
}

function removeSetting({ place }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  return node && ast.isSetting(node) ? [preferred(`Remove \`${node.key}\``, removeNode(node))] : [];
}

function unpinDhcp({ place }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  return node && ast.isDhcp(node) ? [preferred('Remove what is pinned', removeNode(node))] : [];
}

function removeOption({ place }: Finding, context: FixContext): readonly Fix[] {
  const node = context.nodeAt(place);
  return node && ast.isDhcpOption(node) ? [possible('Remove the option', removeNode(node))] : [];
}

function listenNoMore({ element, data }: Finding, context: FixContext): readonly Fix[] {
  const vm = context.nodeOf(element);
  const lines = ast.isVm(vm) ? vm.properties.filter(ast.isListens) : [];
  const line = lines.find(({ entries }) => entries.some(({ port }) => Number(port) === data.port));
  return line ? [possible(`Remove \`${data.port}\``, ...removeEntry(line, Number(data.port), context))] : [];
}

/** The protocol of an entry counts for those behind it that name none, so it stays with them. */
function removeEntry(line: ast.Listens, port: number, context: FixContext): readonly FixChange[] {
  const at = line.entries.findIndex((entry) => Number(entry.port) === port);
  const [entry, before, next] = [line.entries[at], line.entries[at - 1], line.entries[at + 1]];
  const document = context.documentAt(context.placeOf(line, 'entries'));
  const cst = entry?.$cstNode;
  if (!document || !cst) return [];
  if (!before && !next) return [removeNode(line)];
  const remove = (from: number, to: number) => [replace(spanOf(document, from, to), '')];
  const portAt = GrammarUtils.findNodeForProperty(cst, 'port')?.offset ?? cst.offset;
  if (next?.$cstNode) return remove(next.protocol === undefined ? portAt : cst.offset, next.$cstNode.offset);
  return remove(before?.$cstNode?.end ?? cst.offset, cst.end);
}
