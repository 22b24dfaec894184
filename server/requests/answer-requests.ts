import { DocumentState, type LangiumDocument, URI } from 'langium';
import type { LangiumSharedServices } from 'langium/lsp';
import type { CancellationToken, Connection } from 'vscode-languageserver';
import {
  ANALYSED_NOTIFICATION,
  type AnalysedParams,
  type DocumentParams,
  type Refused,
  type ServerRequest,
  elementAtRequest,
  offeredRefactoringsRequest,
  placeOfRequest,
  scriptsRequest,
  traceEndpointsRequest,
  traceRequest,
  wiringRequest,
} from '#protocol';
import type { Analysis } from '../analysis/analysis.ts';
import type { OstopoServices } from '../server-services.ts';
import { answerOfferedRefactorings } from './offered-refactorings.ts';
import { answerElementAt, answerPlaceOf } from './places.ts';
import { answerScripts } from './scripts.ts';
import { answerTrace } from './trace.ts';
import { answerTraceEndpoints } from './trace-endpoints.ts';
import { answerWiring } from './wiring.ts';

/** Answers the project's own requests on a connection, and tells it of every new analysis. */
export function answerRequests(connection: Connection, shared: LangiumSharedServices, services: OstopoServices): void {
  /** Answers one kind of request from the analysis of its document, as it is after everything typed so far; `otherwise` when there is no such document or the answer fails. */
  function answer<Params extends DocumentParams, Result>(
    request: ServerRequest<Params, Result>,
    make: (analysis: Analysis, params: Params) => Result | Promise<Result>,
    otherwise: (refused: Refused) => Result,
  ): void {
    connection.onRequest(request.method, async (params: Params, token: CancellationToken) => {
      try {
        const document = await readDocument(shared, params.uri, token);
        return await make(services.analysis.Analyses.of(document), params);
      } catch (error) {
        connection.console.error(
          `${request.method} for ${params.uri}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
        return otherwise({
          kind: 'refused',
          message: `${params.uri.slice(params.uri.lastIndexOf('/') + 1)} cannot be read as a model; the log of the language server says why.`,
        });
      }
    });
  }

  const refuse = (refused: Refused): Refused => refused;
  answer(wiringRequest, answerWiring, refuse);
  answer(traceRequest, answerTrace, refuse);
  answer(traceEndpointsRequest, answerTraceEndpoints, () => ({ endpoints: [] }));
  answer(scriptsRequest, answerScripts, refuse);
  answer(elementAtRequest, answerElementAt, () => ({ element: null }));
  answer(offeredRefactoringsRequest, answerOfferedRefactorings, () => ({ offers: [] }));
  answer(placeOfRequest, answerPlaceOf, () => ({ place: null }));

  shared.workspace.DocumentBuilder.onDocumentPhase(DocumentState.Validated, async ({ uri, textDocument }) => {
    const params: AnalysedParams = { uri: uri.toString(), version: textDocument.version };
    await connection.sendNotification(ANALYSED_NOTIFICATION, params);
  });
}

/** A document after every change that came before the request: a read waits for the writes ahead of it. */
async function readDocument(shared: LangiumSharedServices, uri: string, token: CancellationToken): Promise<LangiumDocument> {
  const { WorkspaceManager, WorkspaceLock, LangiumDocuments } = shared.workspace;
  await WorkspaceManager.ready;
  return WorkspaceLock.read(() => LangiumDocuments.getOrCreateDocument(URI.parse(uri), token));
}
