import { URI } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import type { Connection } from 'vscode-languageserver';
import { selectionRange } from './selection-ranges.ts';

/** Answers where a selection grows to, which Langium has no service for. */
export function answerSelections(connection: Connection, { workspace }: LangiumSharedServices): void {
  connection.onSelectionRanges(async ({ textDocument, positions }, token) => {
    await workspace.WorkspaceManager.ready;
    return workspace.WorkspaceLock.read(async () => {
      const document = await workspace.LangiumDocuments.getOrCreateDocument(URI.parse(textDocument.uri), token);
      return positions.map((position) => selectionRange(document, position));
    });
  });
}
