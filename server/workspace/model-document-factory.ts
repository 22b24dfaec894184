import { type AstNode, DefaultLangiumDocumentFactory, type LangiumDocuments, type ParseResult, type URI } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import type { OstopoServices } from '../server-services.ts';

/** Makes documents of texts; of one that was changed, only the block that was edited is parsed again. */
export class ModelDocumentFactory extends DefaultLangiumDocumentFactory {
  private readonly documents: () => LangiumDocuments;

  constructor(services: LangiumSharedServices) {
    super(services);
    this.documents = () => services.workspace.LangiumDocuments;
  }

  protected override parseAsync<T extends AstNode>(uri: URI, text: string): Promise<ParseResult<T>> {
    const { LangiumParser } = (this.serviceRegistry.getServices(uri) as OstopoServices).parser; // the only language of this server
    const known = this.documents().getDocument(uri);
    const result = (known && LangiumParser.reparse(known.parseResult.value, text)) ?? LangiumParser.parse(text);
    return Promise.resolve(result as ParseResult<T>); // the entry rule makes a Model
  }
}
