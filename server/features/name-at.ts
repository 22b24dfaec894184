import { type AstNode, AstUtils, CstUtils, GrammarUtils, type LangiumDocument } from 'langium';
import type { Position, Range } from 'vscode-languageserver';
import { spelledNames, writtenName } from '#language';

/** A name in the text and the block it stands for. */
export interface NameAt {
  readonly node: AstNode;
  readonly text: string;
  readonly range: Range;
  /** Whether it is the name in the block itself. */
  readonly declares: boolean;
}

/** The name at a position: in `red.web-1` the part the position is in. */
export function nameAt({ parseResult, textDocument }: LangiumDocument, position: Position): NameAt | undefined {
  const offset = textDocument.offsetAt(position);
  const root = parseResult.value.$cstNode;
  const leaves = root ? [CstUtils.findLeafNodeAtOffset(root, offset), CstUtils.findLeafNodeAtOffset(root, offset - 1)] : [];
  for (const leaf of leaves) {
    if (!leaf || leaf.hidden) continue;
    const spelled = AstUtils.streamReferences(leaf.astNode)
      .toArray()
      .flatMap(({ reference }) => ('items' in reference ? [] : spelledNames(reference)));
    const name = spelled.find(({ start, end }) => start <= offset && offset <= end);
    if (name) {
      const range = { start: textDocument.positionAt(name.start), end: textDocument.positionAt(name.end) };
      return { node: name.node, text: name.text, range, declares: false };
    }
    const declared = GrammarUtils.findNodeForProperty(leaf.astNode.$cstNode, 'name');
    if (declared && declared.offset <= offset && offset <= declared.end)
      return { node: leaf.astNode, text: writtenName(leaf.astNode) ?? declared.text, range: declared.range, declares: true };
  }
  return undefined;
}
