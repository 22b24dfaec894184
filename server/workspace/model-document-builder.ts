import { type BuildOptions, DefaultDocumentBuilder, DocumentState, type LangiumDocument, URI } from 'langium';
import type { CancellationToken } from 'vscode-languageserver';
import { compact } from '#core/base';
import { importedUris } from '#language';
import type { OstopoServices } from '../server-services.ts';

/** Checks a file again when it, or a file of the same model, has changed, and sees to it that what a check needs from disk is there. */
export class ModelDocumentBuilder extends DefaultDocumentBuilder {
  /** The models that each document was part of when it was last built. */
  private readonly builtFor = new Map<string, string>();

  protected override shouldRelink(document: LangiumDocument, changedUris: Set<string>): boolean {
    const { Analyses } = this.servicesOf(document).analysis;
    return Analyses.modelsOf(document).some((model) => [...this.reached(model)].some((uri) => changedUris.has(uri)));
  }

  protected override async buildDocuments(documents: LangiumDocument[], options: BuildOptions, token: CancellationToken): Promise<void> {
    this.prepareBuild(documents, options);
    await this.runCancelable(documents, DocumentState.Parsed, token, (document) => this.langiumDocumentFactory.update(document, token));
    const imported = await this.loadImports(documents);
    const all = [...new Set([...documents, ...imported, ...this.regrouped()])];
    await Promise.all(all.map((document) => this.servicesOf(document).analysis.LockFiles.load(document.uri.toString())));
    await super.buildDocuments(all, options, token);
  }

  /** The files that are imported from outside the workspace's folders, or that appeared since: nobody else reads them. */
  private async loadImports(documents: readonly LangiumDocument[]): Promise<readonly LangiumDocument[]> {
    const loaded: LangiumDocument[] = [];
    // A list gives what is added while it is walked.
    const open = [...documents];
    for (const document of open) {
      const missing = importedUris(document).filter((uri) => !this.langiumDocuments.hasDocument(URI.parse(uri)));
      const found = compact(await Promise.all(missing.map((uri) => this.loadFile(uri))));
      open.push(...found);
      loaded.push(...found);
    }
    return loaded;
  }

  /** The files that are part of other models than before, because an import of them came or went. */
  private regrouped(): readonly LangiumDocument[] {
    const documents = this.langiumDocuments.all.filter(({ state }) => state >= DocumentState.Parsed).toArray();
    return documents.filter((document) => {
      const uri = document.uri.toString();
      const models = this.servicesOf(document)
        .analysis.Analyses.modelsOf(document)
        .map((model) => model.uri.toString())
        .join(' ');
      const before = this.builtFor.get(uri);
      this.builtFor.set(uri, models);
      if (before === undefined || before === models) return false;
      this.resetToState(document, DocumentState.ComputedScopes);
      return true;
    });
  }

  private async loadFile(uri: string): Promise<LangiumDocument | undefined> {
    return this.langiumDocuments.getOrCreateDocument(URI.parse(uri)).catch(() => undefined); // the import is reported where it stands
  }

  /** Every file of a model by its URI, also those that are not there. */
  private reached(model: LangiumDocument): ReadonlySet<string> {
    const reached = new Set([model.uri.toString()]);
    // A set gives what is added while it is walked.
    for (const uri of reached) {
      const document = this.langiumDocuments.getDocument(URI.parse(uri));
      for (const next of document ? importedUris(document) : []) reached.add(next);
    }
    return reached;
  }

  private servicesOf(document: LangiumDocument): OstopoServices {
    return this.serviceRegistry.getServices(document.uri) as OstopoServices; // the only language of this server
  }
}
