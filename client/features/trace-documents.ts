import * as vscode from 'vscode';
import type { SourcePlace } from '#core/base';
import { type TextLink, type TraceAnswer, type TraceParams, traceRequest } from '#protocol';
import { revealPlace } from '../infrastructure/places.ts';
import { guarded } from '../infrastructure/problems.ts';
import type { Services } from '../infrastructure/services.ts';
import { whenQuiet } from '../infrastructure/when-quiet.ts';

/** The scheme of documents that show a trace. */
const SCHEME = 'ostopo-trace';

/** Carries a click in a trace to the model; the command is not for the palette. */
const REVEAL = 'ostopo.revealPlace';

interface Shown {
  readonly params: TraceParams;
  readonly text: string;
  readonly links: readonly TextLink[];
}

/** Read-only documents with a trace each. They follow their model while they can be seen. */
export class TraceDocuments implements vscode.TextDocumentContentProvider, vscode.DocumentLinkProvider {
  private readonly shown = new Map<string, Shown>();
  private readonly changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.changed.event;

  constructor(private readonly services: Services) {
    const quiet = whenQuiet(() => void guarded(services.log, 'following the model', () => this.follow()));
    services.context.subscriptions.push(
      this.changed,
      vscode.workspace.registerTextDocumentContentProvider(SCHEME, this),
      vscode.languages.registerDocumentLinkProvider({ scheme: SCHEME }, this),
      vscode.commands.registerCommand(REVEAL, (place: SourcePlace) => revealPlace(place)),
      vscode.workspace.onDidCloseTextDocument((document) => this.shown.delete(document.uri.toString())),
      quiet,
      services.server.onAnalysed(() => quiet.call()),
    );
  }

  /** Shows a trace; the same question asked again takes the same document. */
  async show(params: TraceParams, answer: Extract<TraceAnswer, { kind: 'traced' }>, viewColumn: vscode.ViewColumn): Promise<void> {
    const uri = traceUri(params);
    this.shown.set(uri.toString(), { params, text: answer.text, links: answer.links });
    this.changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(document, { viewColumn, preserveFocus: true, preview: true });
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.shown.get(uri.toString())?.text ?? 'This trace is gone. Run “ostopo: Trace Packet…” again.\n';
  }

  provideDocumentLinks(document: vscode.TextDocument): vscode.DocumentLink[] {
    const shown = this.shown.get(document.uri.toString());
    return (shown?.links ?? []).map(({ line, start, end, target }) => {
      const command = vscode.Uri.from({ scheme: 'command', path: REVEAL, query: JSON.stringify([target]) });
      const link = new vscode.DocumentLink(new vscode.Range(line, start, line, end), command);
      link.tooltip = 'Show in the model';
      return link;
    });
  }

  /** Asks every visible trace again; one that can no longer be asked says why. */
  private async follow(): Promise<void> {
    for (const { document } of vscode.window.visibleTextEditors) {
      const shown = this.shown.get(document.uri.toString());
      if (!shown) continue;
      const answer = await this.services.server.ask(traceRequest, shown.params);
      const next = answer.kind === 'traced' ? answer : { text: `${answer.message}\n`, links: [] };
      if (next.text === shown.text) continue;
      this.shown.set(document.uri.toString(), { params: shown.params, text: next.text, links: next.links });
      this.changed.fire(document.uri);
    }
  }
}

function traceUri({ uri, from, to, packet }: TraceParams): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${from} → ${to} ${packet}`.replaceAll(/(?<!^)\//g, '_'), query: uri });
}
