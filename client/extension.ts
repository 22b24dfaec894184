import type * as vscode from 'vscode';
import { LanguageClient, TransportKind } from 'vscode-languageclient/node';
import { activateExtension } from './activate.ts';
import { registerGenerateScripts } from './features/generate-scripts.ts';
import { createClientOptions } from './infrastructure/client-options.ts';
import { withFindingPages } from './infrastructure/finding-pages.ts';
import { markExecutable } from './infrastructure/mark-executable.ts';

/** Called by VS Code on a desktop or a remote machine, when the first model is opened or a command is run. */
export function activate(context: vscode.ExtensionContext): Promise<void> {
  const module = context.asAbsolutePath('dist/server/main.cjs');
  const createClient = (log: vscode.LogOutputChannel): LanguageClient =>
    new LanguageClient('ostopo', 'ostopo', { module, transport: TransportKind.ipc }, withFindingPages(createClientOptions(log), context));
  return activateExtension(context, createClient, (services) => registerGenerateScripts(services, markExecutable));
}
