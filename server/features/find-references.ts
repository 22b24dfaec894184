import { AstUtils, type LangiumDocument } from 'langium';
import { DefaultDocumentHighlightProvider, DefaultReferencesProvider } from 'langium/lsp';
import { type DocumentHighlight, type DocumentHighlightParams, Location, type ReferenceParams } from 'vscode-languageserver';
import { nameAt } from './name-at.ts';

/** Where the name at the cursor is used: in `red.web-1` that of the part the cursor is in. */
export class ModelReferencesProvider extends DefaultReferencesProvider {
  override findReferences(document: LangiumDocument, { position, context }: ReferenceParams): Location[] {
    const name = nameAt(document, position);
    if (!name) return [];
    const { includeDeclaration } = context;
    return this.references
      .findReferences(name.node, { includeDeclaration })
      .map(({ sourceUri, segment }) => Location.create(sourceUri.toString(), segment.range))
      .toArray();
  }
}

/** The same in the file at hand. */
export class ModelHighlightProvider extends DefaultDocumentHighlightProvider {
  override getDocumentHighlight(document: LangiumDocument, { position }: DocumentHighlightParams): DocumentHighlight[] {
    const name = nameAt(document, position);
    if (!name) return [];
    const includeDeclaration = AstUtils.getDocument(name.node) === document;
    return this.references
      .findReferences(name.node, { documentUri: document.uri, includeDeclaration })
      .map((reference) => this.createDocumentHighlight(reference))
      .toArray();
  }
}
