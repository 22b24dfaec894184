import * as vscode from 'vscode';
import { LANGUAGE_ID } from './client-options.ts';
import { Problem } from './problems.ts';

/** Knows which model a command means: the one in the active editor, or the one worked on last. */
export class SourceDocuments implements vscode.Disposable {
  private last: vscode.Uri | undefined;
  private readonly listener: vscode.Disposable;

  constructor() {
    this.remember(vscode.window.activeTextEditor);
    this.listener = vscode.window.onDidChangeActiveTextEditor((editor) => this.remember(editor));
  }

  /** The model a command is for: the one named by a URI, also as text, in `argument`, else the active one, else the one worked on last. */
  async current(argument?: unknown): Promise<vscode.TextDocument> {
    const uri = argument instanceof vscode.Uri ? argument : typeof argument === 'string' ? vscode.Uri.parse(argument) : this.last;
    if (!uri) throw new Problem('Open a file that ends in .ostopo first.');
    const document = await vscode.workspace.openTextDocument(uri);
    if (document.languageId !== LANGUAGE_ID) throw new Problem(`${vscode.workspace.asRelativePath(uri)} is not an ostopo model.`);
    return document;
  }

  /** Takes a document as the one worked on last, as when its preview is focused. */
  prefer(uri: vscode.Uri): void {
    this.last = uri;
  }

  dispose(): void {
    this.listener.dispose();
  }

  private remember(editor: vscode.TextEditor | undefined): void {
    if (editor?.document.languageId === LANGUAGE_ID) this.last = editor.document.uri;
  }
}
