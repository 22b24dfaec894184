import * as vscode from 'vscode';
import { elementAtRequest, type MessageFromPage, type MessageToPage, type TracePath, wiringRequest } from '#protocol';
import type { DiagramView } from '#core/diagram';
import { assertNever } from '#core/base';
import { revealPlace } from '../infrastructure/places.ts';
import { guarded } from '../infrastructure/problems.ts';
import type { Services } from '../infrastructure/services.ts';
import { whenQuiet } from '../infrastructure/when-quiet.ts';
import { pageFolder, previewPage } from './preview-page.ts';

/** How long a preview may take to draw its first picture before the command that opened it gives up waiting. */
const FIRST_PICTURE_MS = 30_000;

/** One preview: the host's half of the conversation with a page. It answers the page's pulls and passes on what it should mark. */
export class WiringPanel {
  private readonly subscriptions: { dispose(): void }[] = [];
  private readonly drawings = new vscode.EventEmitter<number>();
  /** What the page is told when it is ready, also again after it was hidden and made anew. */
  private trace: TracePath | null = null;

  constructor(
    private readonly services: Services,
    private readonly panel: vscode.WebviewPanel,
    readonly model: vscode.Uri,
  ) {
    panel.webview.options = { enableScripts: true, localResourceRoots: [pageFolder(services.context.extensionUri)] };
    const changed = whenQuiet(() => this.send({ kind: 'changed' }));
    this.subscriptions.push(
      changed,
      this.drawings,
      panel.webview.onDidReceiveMessage(
        (message: MessageFromPage) => void guarded(services.log, 'previewing the wiring', () => this.receive(message)),
      ),
      panel.onDidChangeViewState(() => this.focus()),
      services.server.onAnalysed(({ uri }) => {
        if (uri === model.toString()) changed.call();
      }),
      vscode.window.onDidChangeTextEditorSelection(({ textEditor, selections }) => {
        const cursor = selections[0]?.active;
        if (cursor && textEditor.document.uri.toString() === model.toString())
          void guarded(services.log, 'following the cursor', () => this.select(cursor));
      }),
    );
    panel.webview.html = previewPage(panel.webview, services.context.extensionUri, model);
    this.focus();
  }

  /** Resolves with the number of boxes of the next picture the page draws. */
  nextDrawing(): Promise<number> {
    return new Promise((resolve, reject) => {
      const drawn = this.drawings.event((nodes) => {
        clearTimeout(timer);
        drawn.dispose();
        resolve(nodes);
      });
      const timer = setTimeout(() => {
        drawn.dispose();
        reject(new Error(`the page drew nothing within ${FIRST_PICTURE_MS / 1000} s`));
      }, FIRST_PICTURE_MS);
    });
  }

  /** Whether the user sees it now. */
  get isVisible(): boolean {
    return this.panel.visible;
  }

  /** Brings the preview to the front, and asks it to draw again. */
  reveal(): void {
    this.panel.reveal(undefined, true);
    this.send({ kind: 'changed' });
  }

  /** Chooses what the page draws. */
  show(view: DiagramView): void {
    this.send({ kind: 'show', view });
  }

  /** Lays a trace over the picture. */
  showTrace(trace: TracePath): void {
    this.trace = trace;
    this.send({ kind: 'trace', trace });
  }

  /** Ends the conversation; the panel itself is gone already. */
  dispose(): void {
    for (const subscription of this.subscriptions) subscription.dispose();
  }

  private async receive(message: MessageFromPage): Promise<void> {
    switch (message.kind) {
      case 'ready':
        this.send({ kind: 'changed' });
        if (this.trace) this.send({ kind: 'trace', trace: this.trace });
        return;
      case 'pull':
        return this.answerPull(message);
      case 'reveal':
        if (message.place) await revealPlace(message.place);
        return;
      case 'drawn':
        this.drawings.fire(message.nodes);
        return;
      case 'failed':
        this.services.log.error(`preview: ${message.message}`);
        return;
      default:
        assertNever(message);
    }
  }

  private async answerPull({ pull, view }: Extract<MessageFromPage, { kind: 'pull' }>): Promise<void> {
    const answer = await this.services.server.ask(wiringRequest, { uri: this.model.toString(), view });
    this.send({ kind: 'picture', pull, answer });
  }

  private async select({ line, character }: vscode.Position): Promise<void> {
    const { element } = await this.services.server.ask(elementAtRequest, { uri: this.model.toString(), position: { line, character } });
    this.send({ kind: 'select', element });
  }

  private focus(): void {
    if (this.panel.active) this.services.sources.prefer(this.model);
  }

  private send(message: MessageToPage): void {
    void this.panel.webview.postMessage(message);
  }
}
