import type { LanguageClientOptions } from 'vscode-languageclient';
import * as vscode from 'vscode';

/** Tells the server where the pages of its findings lie in the extension, so that a finding's code is a link. */
export function withFindingPages(options: LanguageClientOptions, { extensionUri }: vscode.ExtensionContext): LanguageClientOptions {
  const known: unknown = options.initializationOptions;
  const findingPages = vscode.Uri.joinPath(extensionUri, 'docs/findings').toString();
  return { ...options, initializationOptions: { ...(typeof known === 'object' ? known : {}), findingPages } };
}
