import type { AstNode } from 'langium';
import type { ElementId } from '#core/base';
import type { Lowering } from './lowering.ts';

/** The one node of a kind a block may have; further ones are reported and do not count. */
export function onlyOne<N extends AstNode>(
  lowering: Lowering,
  nodes: readonly N[],
  keyword: string,
  block: string,
  element: ElementId | undefined,
): N | undefined {
  const [first, ...others] = nodes;
  if (first === undefined) return undefined;
  for (const other of others) {
    lowering.report(
      'OST1007',
      lowering.places.ofNode(other),
      `\`${keyword}\` is written twice for this ${block}: the first counts, remove one`,
      {
        related: [{ message: 'first written here', place: lowering.places.ofNode(first) }],
        ...(element === undefined ? {} : { element }),
      },
    );
  }
  return first;
}
