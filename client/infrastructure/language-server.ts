import type { BaseLanguageClient } from 'vscode-languageclient';
import type * as vscode from 'vscode';
import { ANALYSED_NOTIFICATION, type AnalysedParams, type ServerRequest } from '#protocol';
import { Problem } from './problems.ts';

/** The language server as the client's features see it. */
export interface LanguageServer {
  /** Asks, and waits for the server to be up first. */
  ask<Params, Result>(request: ServerRequest<Params, Result>, params: Params, token?: vscode.CancellationToken): Promise<Result>;
  /** Hears of every new analysis of a document. */
  onAnalysed(listener: (analysed: AnalysedParams) => void): vscode.Disposable;
}

const NOT_RUNNING =
  'The ostopo language server is not running. Run “Developer: Reload Window”; the output channel “ostopo” says why it stopped.';

/** Makes the features' view of a client that is started or starting. */
export function createLanguageServer(client: BaseLanguageClient, started: Promise<unknown>): LanguageServer {
  return {
    async ask<Params, Result>(request: ServerRequest<Params, Result>, params: Params, token?: vscode.CancellationToken) {
      await started.catch(() => undefined); // why it failed is told by the one who starts it
      if (!client.isRunning()) throw new Problem(NOT_RUNNING);
      return client.sendRequest<Result>(request.method, params, token);
    },
    onAnalysed: (listener) => client.onNotification(ANALYSED_NOTIFICATION, listener),
  };
}
