import { type AstNode, type CstNode, CstUtils, isCompositeCstNode } from 'langium';

/** The innermost block whose braces are around an offset; `undefined` in the file itself. A block that is not closed yet reaches to the end of its text. */
export function enclosingBlock(root: AstNode, offset: number): AstNode | undefined {
  const cst = root.$cstNode;
  const leaf = cst && CstUtils.findLeafNodeBeforeOffset(cst, Math.max(0, offset - 1));
  for (let node: AstNode | undefined = leaf?.astNode; node; node = node.$container) {
    if (holds(node, offset)) return node;
  }
  return undefined;
}

function holds(node: AstNode, offset: number): boolean {
  const open = braceOf(node.$cstNode, '{');
  if (!open || open.end > offset) return false;
  const close = braceOf(node.$cstNode, '}');
  return !close || close.offset >= offset;
}

/** A node's own brace, not one of a block inside it. */
export function braceOf(cst: CstNode | undefined, text: '{' | '}'): CstNode | undefined {
  if (!cst || !isCompositeCstNode(cst)) return undefined;
  for (const child of cst.content) {
    if (child.astNode !== cst.astNode) continue;
    const found = isCompositeCstNode(child) ? braceOf(child, text) : child.text === text ? child : undefined;
    if (found) return found;
  }
  return undefined;
}
