import * as vscode from 'vscode';
import type { DiagramView } from '#core/diagram';
import type { TracePath } from '#protocol';
import type { Services } from '../infrastructure/services.ts';
import { WiringPanel } from './wiring-panel.ts';

/** The panel's type; menus in package.json name it. */
const VIEW_TYPE = 'ostopo.preview';

/** The open previews, at most one for a model. They come back after a reload of the window. */
export class WiringPreviews implements vscode.WebviewPanelSerializer {
  private readonly panels = new Map<string, WiringPanel>();

  constructor(private readonly services: Services) {
    services.context.subscriptions.push(vscode.window.registerWebviewPanelSerializer(VIEW_TYPE, this));
  }

  /** Opens the preview of a model beside its text, or brings it to the front, with the view asked for; resolves with the number of boxes drawn. */
  async open(model: vscode.Uri, view?: DiagramView): Promise<number> {
    const open = this.panels.get(model.toString());
    const panel =
      open ??
      this.adopt(
        vscode.window.createWebviewPanel(VIEW_TYPE, titleOf(model), { viewColumn: vscode.ViewColumn.Beside, preserveFocus: true }),
        model,
      );
    const drawing = panel.nextDrawing();
    if (open) panel.reveal();
    const boxes = await drawing;
    if (!view) return boxes;
    const shown = panel.nextDrawing();
    panel.show(view);
    return shown;
  }

  /** Whether the user sees the preview of a model now. */
  isVisible(model: vscode.Uri): boolean {
    return this.panels.get(model.toString())?.isVisible ?? false;
  }

  /** Lays a trace over the model's preview, when there is one. */
  showTrace(model: vscode.Uri, trace: TracePath): void {
    this.panels.get(model.toString())?.showTrace(trace);
  }

  deserializeWebviewPanel(panel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const model = readState(state);
    if (model) this.adopt(panel, model);
    else panel.dispose();
    return Promise.resolve();
  }

  private adopt(webviewPanel: vscode.WebviewPanel, model: vscode.Uri): WiringPanel {
    const panel = new WiringPanel(this.services, webviewPanel, model);
    this.panels.set(model.toString(), panel);
    webviewPanel.onDidDispose(() => {
      this.panels.delete(model.toString());
      panel.dispose();
    });
    return panel;
  }
}

function titleOf(model: vscode.Uri): string {
  return `Wiring: ${model.path.slice(model.path.lastIndexOf('/') + 1)}`;
}

/** What a page kept with `setState`: `{ document }`. */
function readState(state: unknown): vscode.Uri | undefined {
  if (typeof state !== 'object' || state === null || !('document' in state) || typeof state.document !== 'string') return undefined;
  return vscode.Uri.parse(state.document);
}
