import * as vscode from 'vscode';
import { BrowserMessageReader, BrowserMessageWriter, LanguageClient, type MessageTransports } from 'vscode-languageclient/browser';
import { activateExtension } from './activate.ts';
import { registerGenerateScriptsUnavailable } from './features/generate-scripts-unavailable.ts';
import { createClientOptions } from './infrastructure/client-options.ts';
import { withFindingPages } from './infrastructure/finding-pages.ts';

/** Called by VS Code in a browser: the server runs in a worker, and nothing is written. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const script = vscode.Uri.joinPath(context.extensionUri, 'dist/server/main-browser.js').toString(true);
  const createClient = (log: vscode.LogOutputChannel): LanguageClient =>
    new LanguageClient('ostopo', 'ostopo', () => Promise.resolve(startWorker(script)), withFindingPages(createClientOptions(log), context));
  return activateExtension(context, createClient, registerGenerateScriptsUnavailable);
}

/** Starts a server. The client would take a `Worker` itself, but does not know the one that VS Code puts in its place as one. */
function startWorker(script: string): MessageTransports {
  const worker = new Worker(script);
  return { reader: new BrowserMessageReader(worker), writer: new BrowserMessageWriter(worker) };
}
