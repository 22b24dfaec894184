import type { AstNode, CstNode, LangiumDocument } from 'langium';
import { DefaultDocumentSymbolProvider } from 'langium/lsp';
import type { DocumentSymbol } from 'vscode-languageserver';
import { ast } from '#language';
import { symbolName } from './symbol-name.ts';

/** The outline: every block with a name, floating addresses and expectations, and beside each what tells it apart. */
export class ModelSymbolProvider extends DefaultDocumentSymbolProvider {
  protected override getSymbol(document: LangiumDocument, node: AstNode): DocumentSymbol[] {
    const name = ast.isFloatingIp(node) || ast.isExpectation(node) ? symbolName(node) : undefined;
    return name && node.$cstNode
      ? [this.createSymbol(document, node, node.$cstNode, name.cst, name.text)]
      : super.getSymbol(document, node);
  }

  protected override createSymbol(
    document: LangiumDocument,
    node: AstNode,
    cst: CstNode,
    nameCst: CstNode,
    computedName?: string,
  ): DocumentSymbol {
    const symbol = super.createSymbol(document, node, cst, nameCst, computedName);
    const detail = detailOf(node);
    return detail === undefined ? symbol : { ...symbol, detail };
  }
}

/** References may be missing in half-typed text, whatever the types say. */
function detailOf(node: AstNode): string | undefined {
  if (ast.isSubnet(node)) return (node as Partial<ast.Subnet>).cidr;
  if (ast.isVm(node)) return node.hosts.length > 0 ? `on ${node.hosts.map(({ $refText }) => $refText).join(', ')}` : undefined;
  if (ast.isVmPort(node)) return 'port';
  if (ast.isFloatingIp(node)) return `to ${(node as Partial<ast.FloatingIp>).target?.$refText ?? '…'}`;
  return ast.isTenant(node) || ast.isFabric(node) ? undefined : KEYWORDS[node.$type];
}

const KEYWORDS: Readonly<Record<string, string>> = {
  Host: 'host',
  Bridge: 'bridge',
  Physical: 'physical network',
  Network: 'network',
  Router: 'router',
  SecurityGroup: 'security group',
  Expectation: 'expectation',
};
