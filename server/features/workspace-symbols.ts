import { AstUtils } from 'langium';
import type { LangiumSharedServices, WorkspaceSymbolProvider } from 'langium/lsp';
import {
  type CancellationToken,
  LSPErrorCodes,
  ResponseError,
  type WorkspaceSymbol,
  type WorkspaceSymbolParams,
} from 'vscode-languageserver';
import { ast } from '#language';
import { symbolName } from './symbol-name.ts';

/** More are of no use in a list that is narrowed by typing. */
const MOST_SYMBOLS = 500;

/** Finds blocks by name in all files known: those open, those of the workspace, and what they import. */
export class ModelWorkspaceSymbolProvider implements WorkspaceSymbolProvider {
  constructor(private readonly services: LangiumSharedServices) {}

  getSymbols({ query }: WorkspaceSymbolParams, token?: CancellationToken): WorkspaceSymbol[] {
    const { FuzzyMatcher, NodeKindProvider } = this.services.lsp;
    const wanted = query.toLowerCase();
    const symbols: WorkspaceSymbol[] = [];
    for (const document of this.services.workspace.LangiumDocuments.all) {
      if (token?.isCancellationRequested) throw new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled');
      const uri = document.uri.toString();
      for (const node of AstUtils.streamAst(document.parseResult.value)) {
        const name = symbolName(node);
        if (!name || !(FuzzyMatcher.match(wanted, name.text) || name.text.toLowerCase().includes(wanted))) continue;
        const container = AstUtils.getContainerOfType(
          node.$container,
          (outer) => ast.isTenant(outer) || ast.isVm(outer) || ast.isHost(outer),
        );
        symbols.push({
          name: name.text,
          kind: NodeKindProvider.getSymbolKind(node),
          location: { uri, range: name.cst.range },
          ...(container && { containerName: container.name }),
        });
        if (symbols.length >= MOST_SYMBOLS) return symbols;
      }
    }
    return symbols;
  }
}
