import type { AstNode, AstNodeDescription } from 'langium';
import type { NodeKindProvider } from 'langium/lsp';
import { CompletionItemKind, SymbolKind } from 'vscode-languageserver';

/** The editor's icons of the language's blocks, by the type of their syntax node. */
const KINDS: Readonly<Record<string, readonly [SymbolKind, CompletionItemKind]>> = {
  Fabric: [SymbolKind.Namespace, CompletionItemKind.Module],
  Physical: [SymbolKind.Constant, CompletionItemKind.Constant],
  Host: [SymbolKind.Class, CompletionItemKind.Class],
  Bridge: [SymbolKind.Interface, CompletionItemKind.Interface],
  Tenant: [SymbolKind.Namespace, CompletionItemKind.Folder],
  Network: [SymbolKind.Struct, CompletionItemKind.Struct],
  Subnet: [SymbolKind.Array, CompletionItemKind.Unit],
  Router: [SymbolKind.Function, CompletionItemKind.Function],
  SecurityGroup: [SymbolKind.Key, CompletionItemKind.Property],
  Vm: [SymbolKind.Variable, CompletionItemKind.Variable],
  FloatingIp: [SymbolKind.Number, CompletionItemKind.Value],
  Expectation: [SymbolKind.Event, CompletionItemKind.Event],
  VmPort: [SymbolKind.Field, CompletionItemKind.Field],
};

/** Gives each block its icon in the outline and in completion lists. */
export class ModelKindProvider implements NodeKindProvider {
  getSymbolKind(node: AstNode | AstNodeDescription): SymbolKind {
    return KINDS[typeOf(node)]?.[0] ?? SymbolKind.Field;
  }

  getCompletionItemKind(node: AstNode | AstNodeDescription): CompletionItemKind {
    return KINDS[typeOf(node)]?.[1] ?? CompletionItemKind.Reference;
  }
}

function typeOf(node: AstNode | AstNodeDescription): string {
  return 'type' in node && typeof node.type === 'string' && 'documentUri' in node ? node.type : (node as AstNode).$type; // a description has both, a node neither
}
