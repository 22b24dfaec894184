import { type AstNode, type CstNode, DefaultNameProvider, GrammarUtils } from 'langium';
import { isVmPort } from '../generated/ast.ts';

/** Names for the editor: a port without `as NAME` is named by its network's reference. */
export class OstopoNameProvider extends DefaultNameProvider {
  override getName(node: AstNode): string | undefined {
    if (!isVmPort(node) || node.name !== undefined) return super.getName(node);
    const network = GrammarUtils.findNodeForProperty(node.$cstNode, 'network')?.text;
    return network?.slice(network.lastIndexOf('.') + 1);
  }

  override getNameNode(node: AstNode): CstNode | undefined {
    return isVmPort(node) && node.name === undefined ? GrammarUtils.findNodeForProperty(node.$cstNode, 'network') : super.getNameNode(node);
  }
}
