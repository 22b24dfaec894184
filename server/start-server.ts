import type { FileSystemProvider } from 'langium';
import { startLanguageServer } from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import { followSettings } from './features/follow-settings.ts';
import { answerSelections } from './features/answer-selections.ts';
import { answerRequests } from './requests/answer-requests.ts';
import { answerRefactorings } from './refactorings/answer-refactorings.ts';
import { createServerServices } from './server-services.ts';

/**
 * Serves an editor over a connection until it closes: Langium's handlers for the Language Server Protocol, then the project's own requests. `findingPages`
 * says where the pages of findings lie unless the client says otherwise.
 */
export function startServer(connection: Connection, fileSystem: FileSystemProvider, findingPages?: string): void {
  const { shared, Ostopo } = createServerServices(connection, { fileSystemProvider: () => fileSystem, findingPages });
  answerSelections(connection, shared);
  answerRefactorings(connection, Ostopo);
  shared.lsp.LanguageServer.onInitialize(({ initializationOptions }) => Ostopo.analysis.FindingPages.configure(initializationOptions));
  followSettings(connection, shared, Ostopo);
  startLanguageServer(shared);
  answerRequests(connection, shared, Ostopo);
}
