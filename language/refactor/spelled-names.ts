import { type AstNode, AstUtils, type LangiumDocument, type Reference } from 'langium';
import * as ast from '../generated/ast.ts';

/** One name in a reference that may be qualified (`red.web-1.app`), and the block it stands for. */
export interface SpelledName {
  readonly node: AstNode;
  readonly text: string;
  /** Where it stands in its file. */
  readonly start: number;
  readonly end: number;
}

/** The names a reference is spelled with; none where it leads nowhere. */
export function spelledNames(reference: Reference): SpelledName[] {
  const [target, leaf] = [reference.ref, reference.$refNode];
  if (!target || !leaf) return [];
  const names = [...leaf.text.matchAll(/(?:\[[^\]]*\]?|[^.[])+/g)].map((match) => ({ text: match[0], start: leaf.offset + match.index }));
  const [first] = names;
  if (ast.isTenant(target)) return first ? [{ node: target, ...first, end: first.start + first.text.length }] : [];
  const nodes = chainOf(target);
  return names.flatMap(({ text, start }, i) => {
    const node = nodes[nodes.length - names.length + i];
    return node ? [{ node, text, start, end: start + text.length }] : [];
  });
}

/** The names in a reference that are a block's own; a port that is called like its network has the network's. */
export function mentionsIn(reference: Reference, target: AstNode): SpelledName[] {
  return spelledNames(reference).filter(({ node }) => node === target || isCalledLike(node, target));
}

function isCalledLike(node: AstNode, network: AstNode): boolean {
  return ast.isVmPort(node) && node.name === undefined && node.network.ref === network;
}

/** Every reference of some files. */
export function referencesIn(documents: Iterable<LangiumDocument>): { readonly uri: string; readonly reference: Reference }[] {
  return [...documents].flatMap((document) => {
    const uri = document.uri.toString();
    return AstUtils.streamAst(document.parseResult.value)
      .flatMap((node) => AstUtils.streamReferences(node))
      .toArray()
      .flatMap(({ reference }) => ('items' in reference ? [] : [{ uri, reference }]));
  });
}

/** The blocks whose names qualify a block's own, outermost first. */
function chainOf(target: AstNode): AstNode[] {
  const named: AstNode[] = [target];
  for (let node = target.$container; node; node = node.$container) if (ast.isVm(node) || ast.isTenant(node)) named.unshift(node);
  return named;
}
