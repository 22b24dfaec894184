import { GrammarUtils, type LangiumDocument } from 'langium';
import type { DocumentLinkProvider } from 'langium/lsp';
import type { DocumentLink } from 'vscode-languageserver';
import { ast, importTarget } from '#language';

/** The path of an `import` leads to the file. */
export class ImportLinkProvider implements DocumentLinkProvider {
  getDocumentLinks({ parseResult, uri }: LangiumDocument): DocumentLink[] {
    // The grammar's entry rule makes the root of every document a Model.
    return (parseResult.value as ast.Model).items.filter(ast.isImport).flatMap((item): DocumentLink[] => {
      const path = GrammarUtils.findNodeForProperty(item.$cstNode, 'path');
      if (!path) return [];
      const target = importTarget(uri.toString(), item.path);
      return target.kind === 'file' ? [{ range: path.range, target: target.uri }] : [];
    });
  }
}
