import { type FileSystemProvider, type Module, URI, createGrammarConfig, inject } from 'langium';
import {
  type LangiumServices,
  type LangiumSharedServices,
  type PartialLangiumServices,
  type PartialLangiumSharedServices,
  createDefaultModule,
  createDefaultSharedModule,
} from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import { type AddedCoreServices, OstopoGeneratedModule, OstopoGeneratedSharedModule, OstopoModule } from '#language';
import { Analyses } from './analysis/analyses.ts';
import { SeveritySettings } from './analysis/severity-settings.ts';
import { ModelCodeActionProvider } from './features/code-actions.ts';
import { DependencyProvider } from './features/call-hierarchy.ts';
import { ModelCodeLensProvider } from './features/code-lens.ts';
import { ModelCompletionProvider } from './features/completion.ts';
import { ImportLinkProvider } from './features/document-links.ts';
import { FindingsValidator } from './features/diagnostics.ts';
import { ModelHighlightProvider, ModelReferencesProvider } from './features/find-references.ts';
import { FindingPages } from './features/finding-pages.ts';
import { ModelFoldingRangeProvider } from './features/folding.ts';
import { ModelFormatter } from './features/formatting.ts';
import { ModelLanguageServer } from './features/language-server.ts';
import { ModelSemanticTokenProvider } from './features/semantic-tokens.ts';
import { ModelSignatureHelpProvider } from './features/signature-help.ts';
import { ModelWorkspaceSymbolProvider } from './features/workspace-symbols.ts';
import { ModelHoverProvider } from './features/hover.ts';
import { ModelInlayHintProvider } from './features/inlay-hints.ts';
import { ModelKindProvider } from './features/model-kinds.ts';
import { ModelSymbolProvider } from './features/outline.ts';
import { ModelReferences } from './features/references.ts';
import { ModelRenameProvider } from './features/rename.ts';
import { ModelUpdateHandler } from './features/watched-files.ts';
import { LockFiles } from './workspace/lock-files.ts';
import { ModelDocumentBuilder } from './workspace/model-document-builder.ts';
import { ModelDocumentFactory } from './workspace/model-document-factory.ts';
import { ModelIndex } from './workspace/model-index.ts';
import { ModelLinker } from './workspace/model-linker.ts';

/** What the server adds to Langium's services. */
export interface AddedServices {
  readonly analysis: {
    readonly Analyses: Analyses;
    readonly FindingPages: FindingPages;
    readonly LockFiles: LockFiles;
    readonly SeveritySettings: SeveritySettings;
  };
}

/** The services of the language in an editor. */
export type OstopoServices = AddedCoreServices & LangiumServices & AddedServices;

const createServerModule = (findingPages: string | undefined): Module<OstopoServices, PartialLangiumServices & AddedServices> => ({
  analysis: {
    FindingPages: () => new FindingPages(findingPages),
    Analyses: (services) =>
      new Analyses({
        documentOf: (uri) => services.shared.workspace.LangiumDocuments.getDocument(URI.parse(uri)),
        documents: () => services.shared.workspace.LangiumDocuments.all,
        memory: services.references.TenantMemory,
        lockOf: (uri) => services.analysis.LockFiles.of(uri),
        severities: () => services.analysis.SeveritySettings.current(),
      }),
    LockFiles: (services) => new LockFiles(services.shared.workspace.FileSystemProvider),
    SeveritySettings: (services) =>
      new SeveritySettings(
        () => services.shared.workspace.ConfigurationProvider,
        () => services.shared.lsp.Connection,
      ),
  },
  parser: { GrammarConfig: (services) => ({ ...createGrammarConfig(services), nameRegexp: /[\w.-]/u }) },
  references: {
    Linker: (services) => new ModelLinker(services),
    References: (services) => new ModelReferences(services),
  },
  validation: { DocumentValidator: (services) => new FindingsValidator(services) },
  lsp: {
    CodeActionProvider: (services) => new ModelCodeActionProvider(services),
    CallHierarchyProvider: (services) => new DependencyProvider(services),
    DocumentHighlightProvider: (services) => new ModelHighlightProvider(services),
    ReferencesProvider: (services) => new ModelReferencesProvider(services),
    DocumentLinkProvider: () => new ImportLinkProvider(),
    FoldingRangeProvider: (services) => new ModelFoldingRangeProvider(services),
    Formatter: (services) => new ModelFormatter(services),
    SemanticTokenProvider: (services) => new ModelSemanticTokenProvider(services),
    SignatureHelp: () => new ModelSignatureHelpProvider(),
    CodeLensProvider: (services) => new ModelCodeLensProvider(services),
    CompletionProvider: (services) => new ModelCompletionProvider(services),
    DocumentSymbolProvider: (services) => new ModelSymbolProvider(services),
    HoverProvider: (services) => new ModelHoverProvider(services),
    InlayHintProvider: (services) => new ModelInlayHintProvider(services),
    RenameProvider: (services) => new ModelRenameProvider(services),
  },
});

const sharedServerModule: Module<LangiumSharedServices, PartialLangiumSharedServices> = {
  workspace: {
    DocumentBuilder: (services) => new ModelDocumentBuilder(services),
    IndexManager: (services) => new ModelIndex(services),
    LangiumDocumentFactory: (services) => new ModelDocumentFactory(services),
  },
  lsp: {
    NodeKindProvider: () => new ModelKindProvider(),
    DocumentUpdateHandler: (services) => new ModelUpdateHandler(services),
    LanguageServer: (services) => new ModelLanguageServer(services),
    WorkspaceSymbolProvider: (services) => new ModelWorkspaceSymbolProvider(services),
  },
};

/** What a host brings along: access to files, as Langium wants it, and where the pages of findings lie. */
export interface HostServices {
  readonly fileSystemProvider: () => FileSystemProvider;
  readonly findingPages: string | undefined;
}

/** Creates the services for one connection. */
export function createServerServices(
  connection: Connection,
  { findingPages, ...fileSystem }: HostServices,
): { readonly shared: LangiumSharedServices; readonly Ostopo: OstopoServices } {
  const shared = inject(createDefaultSharedModule({ connection, ...fileSystem }), OstopoGeneratedSharedModule, sharedServerModule);
  const Ostopo = inject(createDefaultModule({ shared }), OstopoGeneratedModule, OstopoModule, createServerModule(findingPages));
  shared.ServiceRegistry.register(Ostopo);
  return { shared, Ostopo };
}
