import type { BaseLanguageClient } from 'vscode-languageclient';
import * as vscode from 'vscode';
import { registerPreviewWiring } from './features/preview-wiring.ts';
import { registerRefactorings } from './features/refactorings.ts';
import { registerShowReferences } from './features/show-references.ts';
import { registerTracePacket } from './features/trace-packet.ts';
import { WiringPreviews } from './features/wiring-previews.ts';
import { createLanguageServer } from './infrastructure/language-server.ts';
import { type Services, createServices } from './infrastructure/services.ts';
import { serveWorkspaceFiles } from './infrastructure/workspace-files.ts';

/** Starts the language client and every feature that works on the desktop and on the web; `extra` adds those of one of them. */
export async function activateExtension(
  context: vscode.ExtensionContext,
  createClient: (log: vscode.LogOutputChannel) => BaseLanguageClient,
  extra: (services: Services) => void,
): Promise<void> {
  const log = vscode.window.createOutputChannel('ostopo', { log: true });
  const client = createClient(log);
  context.subscriptions.push(log, client);
  serveWorkspaceFiles(client);
  const started = client.start();
  const services = createServices(context, createLanguageServer(client, started), log);
  const previews = new WiringPreviews(services);
  registerPreviewWiring(services, previews);
  registerTracePacket(services, previews);
  registerRefactorings(services);
  registerShowReferences(services);
  extra(services);
  await reportFailedStart(started, log);
}

/** Without its server the extension still highlights; the user is told what is missing instead of an activation that failed. */
async function reportFailedStart(started: Promise<void>, log: vscode.LogOutputChannel): Promise<void> {
  try {
    await started;
  } catch (error) {
    log.error(`the language server did not start: ${String(error)}`);
    void vscode.window.showErrorMessage(
      'The ostopo language server did not start, so models are not checked. The output channel “ostopo” says why.',
    );
  }
}
