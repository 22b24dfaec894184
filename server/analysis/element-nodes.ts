import type { AstNode } from 'langium';
import type { ElementId } from '#core/base';
import type { Analysis } from './analysis.ts';

/** The elements each syntax node stands for, in the order of their names: one, or several for a block that is repeated by `[a..b]`. */
export function elementsByNode(analysis: Analysis): ReadonlyMap<AstNode, readonly ElementId[]> {
  return analysis.elementsByNode();
}

/** Turns the way from elements to syntax nodes round. */
export function indexNodes({ elements, lowered }: Pick<Analysis, 'elements' | 'lowered'>): ReadonlyMap<AstNode, readonly ElementId[]> {
  const byNode = new Map<AstNode, ElementId[]>();
  for (const id of elements.keys()) {
    const node = lowered.astOf(id);
    if (!node) continue;
    const there = byNode.get(node);
    if (there) there.push(id);
    else byNode.set(node, [id]);
  }
  return byNode;
}
