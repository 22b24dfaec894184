import { type LangiumDocument, URI } from 'langium';
import type { CancellationToken, CodeAction, Connection } from 'vscode-languageserver';
import { type RefactorAnswer, type RefactorParams, refactorRequest } from '#protocol';
import type { RefactorData } from '../features/refactor-actions.ts';
import { warn } from '../features/warn.ts';
import type { OstopoServices } from '../server-services.ts';
import { answerRefactor } from './refactor.ts';

/** Answers the client's refactorings, and fills in the edit of a code action that was chosen; one that cannot be done says why. */
export function answerRefactorings(connection: Connection, services: OstopoServices): void {
  const { workspace } = services.shared;
  const carryOut = async ({ uri, call }: RefactorData, token: CancellationToken): Promise<RefactorAnswer> => {
    await workspace.WorkspaceManager.ready;
    return workspace.WorkspaceLock.read(async () => {
      const document: LangiumDocument = await workspace.LangiumDocuments.getOrCreateDocument(URI.parse(uri), token);
      return answerRefactor(services.analysis.Analyses.of(document), document, call, services.shared);
    });
  };
  connection.onRequest(refactorRequest.method, (params: RefactorParams, token: CancellationToken) => carryOut(params, token));
  connection.onCodeActionResolve(async (action, token): Promise<CodeAction> => {
    const data: unknown = action.data;
    if (!isRefactorData(data)) return action;
    const answer = await carryOut(data, token);
    if (answer.kind === 'refused') {
      warn(connection, answer.message);
      return action;
    }
    return {
      ...action,
      edit: {
        changes: Object.fromEntries(Object.entries(answer.changes).map(([uri, edits]) => [uri, edits.map((edit) => ({ ...edit }))])),
      },
    };
  });
}

/** What refactor-actions.ts sent along; an editor gives it back untouched. */
function isRefactorData(data: unknown): data is RefactorData {
  return typeof data === 'object' && data !== null && 'uri' in data && 'call' in data;
}
