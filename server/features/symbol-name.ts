import { type AstNode, type CstNode, GrammarUtils } from 'langium';
import { ast } from '#language';

/** What a block is called in lists, and where that stands. */
export interface SymbolName {
  readonly text: string;
  readonly cst: CstNode;
}

/** The name of a block; a floating address is called by its address, an expectation by its label, or else by what it says. */
export function symbolName(node: AstNode): SymbolName | undefined {
  const cst = node.$cstNode;
  if (ast.isExpectation(node)) {
    const label = GrammarUtils.findNodeForProperty(cst, 'label');
    if (label) return { text: label.text.replaceAll('"', ''), cst: label };
    return cst && { text: cst.text.replace(/^expect\s+/, '').replaceAll(/\s+/g, ' '), cst };
  }
  const name = GrammarUtils.findNodeForProperty(cst, ast.isFloatingIp(node) ? 'address' : 'name');
  return name && { text: name.text, cst: name };
}
