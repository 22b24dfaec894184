import type { LangiumSharedServices } from 'langium/lsp';
import { CodeLensRefreshRequest, type Connection } from 'vscode-languageserver';
import type { OstopoServices } from '../server-services.ts';
import { ModelLanguageServer } from './language-server.ts';

/** Takes over the user's settings at the start and whenever they change: every model is checked again, and hints and lenses are asked for anew. */
export function followSettings(connection: Connection, shared: LangiumSharedServices, { analysis }: OstopoServices): void {
  const { ConfigurationProvider, DocumentBuilder, LangiumDocuments, WorkspaceLock, WorkspaceManager } = shared.workspace;
  const follow = async (): Promise<void> => {
    if (await analysis.SeveritySettings.refresh()) {
      await WorkspaceManager.ready;
      await WorkspaceLock.write((token) => DocumentBuilder.update(LangiumDocuments.all.map(({ uri }) => uri).toArray(), [], token));
    }
    refreshShown(connection, shared);
  };
  const report = (error: unknown) => {
    console.error(`taking over the settings: ${String(error)}`);
  };
  ConfigurationProvider.onConfigurationSectionUpdate(() => void follow().catch(report));
  shared.lsp.LanguageServer.onInitialized(() => void follow().catch(report));
}

function refreshShown(connection: Connection, { lsp: { LanguageServer } }: LangiumSharedServices): void {
  if (!(LanguageServer instanceof ModelLanguageServer)) return;
  const { refreshesHints, refreshesLenses } = LanguageServer.abilities;
  if (refreshesHints) void connection.languages.inlayHint.refresh();
  if (refreshesLenses) void connection.sendRequest(CodeLensRefreshRequest.type);
}
