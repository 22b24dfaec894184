import type { AstNode, LangiumDocument } from 'langium';
import { DefaultFoldingRangeProvider, type FoldingRangeAcceptor } from 'langium/lsp';
import { FoldingRangeKind } from 'vscode-languageserver';

/** Folds blocks, block comments, and line comments that stand below each other. */
export class ModelFoldingRangeProvider extends DefaultFoldingRangeProvider {
  protected override shouldProcess({ $cstNode }: AstNode): boolean {
    return $cstNode?.text.endsWith('}') ?? false;
  }

  protected override collectCommentFolding(document: LangiumDocument, node: AstNode, acceptor: FoldingRangeAcceptor): void {
    super.collectCommentFolding(document, node, acceptor);
    const lines = document.textDocument.getText().split(/\r\n|\r|\n/);
    let first = -1;
    for (const [i, line] of [...lines, ''].entries()) {
      const isComment = line.trimStart().startsWith('//');
      if (isComment && first < 0) first = i;
      if (isComment || first < 0) continue;
      if (i - first > 1) acceptor({ startLine: first, endLine: i - 1, kind: FoldingRangeKind.Comment });
      first = -1;
    }
  }
}
