import { type AstNode, type CstNode, GrammarUtils, type LangiumDocument, isCompositeCstNode } from 'langium';
import type { SourcePlace } from '#core/base';

/** Where syntax nodes stand in the documents of one model. */
export interface SourcePlaces {
  /** The start of the model's own file. */
  readonly start: SourcePlace;
  ofCst(node: CstNode | undefined): SourcePlace;
  /** The whole node. */
  ofNode(node: AstNode): SourcePlace;
  /** A property's value, the n-th of a list; the node where there is none. */
  ofProperty(node: AstNode, property: string, index?: number): SourcePlace;
  /** From the first to the last value of a list. */
  ofList(node: AstNode, property: string): SourcePlace;
  /** The node's first word. */
  ofKeyword(node: AstNode): SourcePlace;
}

/** Makes the places of a model's documents, the model's own file first. */
export function createSourcePlaces(documents: readonly LangiumDocument[]): SourcePlaces {
  const uriOf = uriFinder(documents);
  const start: SourcePlace = { uri: uriOf(undefined), start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };
  const ofCst = (node: CstNode | undefined): SourcePlace => {
    if (!node) return start;
    const { start: from, end: to } = node.range;
    return {
      uri: uriOf(node),
      start: { line: from.line, character: from.character },
      end: { line: to.line, character: to.character },
    };
  };
  const nthOf = nthFinder();
  return {
    start,
    ofCst,
    ofNode: (node) => ofCst(node.$cstNode),
    ofProperty: (node, property, index) => {
      const found = index === undefined ? GrammarUtils.findNodeForProperty(node.$cstNode, property) : nthOf(node, property, index);
      return ofCst(found ?? node.$cstNode);
    },
    ofList: (node, property) => {
      const nodes = GrammarUtils.findNodesForProperty(node.$cstNode, property);
      const [first, last] = [nodes[0], nodes.at(-1)];
      return first && last ? { ...ofCst(first), end: ofCst(last).end } : ofCst(node.$cstNode);
    },
    ofKeyword: (node) => ofCst(firstLeaf(node.$cstNode)),
  };
}

/** Finds values of lists, each list once: a list is asked for value by value, and may be long. */
function nthFinder(): (node: AstNode, property: string, index: number) => CstNode | undefined {
  const lists = new WeakMap<AstNode, Map<string, readonly CstNode[]>>();
  return (node, property, index) => {
    const ofNode = lists.get(node) ?? new Map<string, readonly CstNode[]>();
    const nodes = ofNode.get(property) ?? GrammarUtils.findNodesForProperty(node.$cstNode, property);
    lists.set(node, ofNode.set(property, nodes));
    return nodes[Math.min(index, nodes.length - 1)];
  };
}

/** Walking to the root of a tree costs; a model of one file needs no walk. */
function uriFinder(documents: readonly LangiumDocument[]): (node: CstNode | undefined) => string {
  const own = documents[0]?.uri.toString() ?? '';
  if (documents.length < 2) return () => own;
  const byRoot = new Map(documents.map(({ parseResult, uri }) => [parseResult.value.$cstNode, uri.toString()]));
  return (node) => (node ? byRoot.get(node.root) : undefined) ?? own;
}

/** Comments, which are hidden, do not count. */
function firstLeaf(node: CstNode | undefined): CstNode | undefined {
  const child = isCompositeCstNode(node) ? node.content.find((candidate) => !candidate.hidden) : undefined;
  return child ? firstLeaf(child) : node;
}
