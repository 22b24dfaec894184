import { DefaultDocumentBuilder, type LangiumDocument, URI } from 'langium';
import { importedUris } from '#language';

/** Checks a file again when it, or a file it imports, has changed. */
export class ModelDocumentBuilder extends DefaultDocumentBuilder {
  protected override shouldRelink(document: LangiumDocument, changedUris: Set<string>): boolean {
    const reached = new Set<string>();
    // A set gives what is added while it is walked.
    const open = new Set(importedUris(document));
    for (const uri of open) {
      reached.add(uri);
      const imported = this.langiumDocuments.getDocument(URI.parse(uri));
      for (const next of imported ? importedUris(imported) : []) open.add(next);
    }
    return [...reached].some((uri) => changedUris.has(uri));
  }
}
