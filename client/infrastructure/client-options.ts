import type { LanguageClientOptions } from 'vscode-languageclient';
import type * as vscode from 'vscode';

/** The id of the language, as package.json declares it. */
export const LANGUAGE_ID = 'ostopo';

/** What the Node and the web client have in common. */
export function createClientOptions(log: vscode.LogOutputChannel): LanguageClientOptions {
  return {
    documentSelector: [{ language: LANGUAGE_ID }],
    diagnosticCollectionName: LANGUAGE_ID,
    outputChannel: log,
    // The server offers code lenses with this extension's commands.
    initializationOptions: { commands: true },
    connectionOptions: { maxRestartCount: 1 },
    initializationFailedHandler: () => false,
  };
}
