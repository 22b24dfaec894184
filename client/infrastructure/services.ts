import * as vscode from 'vscode';
import type { LanguageServer } from './language-server.ts';
import { guarded } from './problems.ts';
import { SourceDocuments } from './source-documents.ts';

/** What every feature is given. */
export interface Services {
  readonly context: vscode.ExtensionContext;
  readonly server: LanguageServer;
  readonly log: vscode.LogOutputChannel;
  readonly sources: SourceDocuments;
}

/** Gathers the services of one activation. */
export function createServices(context: vscode.ExtensionContext, server: LanguageServer, log: vscode.LogOutputChannel): Services {
  const sources = new SourceDocuments();
  context.subscriptions.push(sources);
  return { context, server, log, sources };
}

/** Registers a command whose failures end as one sentence; `what` completes “ostopo could not finish: …”. */
export function registerCommand(services: Services, id: string, what: string, run: (...args: unknown[]) => Promise<unknown>): void {
  const command = vscode.commands.registerCommand(id, (...args: unknown[]) => guarded(services.log, what, () => run(...args)));
  services.context.subscriptions.push(command);
}
