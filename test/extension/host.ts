// What the tests share: the model under test, and waiting for events of the editor.
import assert from 'node:assert/strict';
import * as vscode from 'vscode';

/** The file of the workspace that the tests open: the article's lab. */
export const MODEL = 'article-lab.ostopo';

/** The folder under test. */
export function workspaceFolder(): vscode.Uri {
  const folder = vscode.workspace.workspaceFolders?.[0];
  assert.ok(folder, 'a folder is open');
  return folder.uri;
}

/** Whether the extension runs in Node, on a desktop or a remote machine, rather than in a web worker. */
export function isNodeHost(): boolean {
  return workspaceFolder().scheme === 'file';
}

/** Opens the article's lab and waits until the server has checked it. */
export async function openModel(): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.joinPath(workspaceFolder(), MODEL));
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await diagnosticsOf(document.uri, (diagnostics) => diagnostics.length > 0);
  return document;
}

/** Opens a model that lies nowhere and waits for the diagnostics that are looked for. */
export async function openText(
  content: string,
  until: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument({ language: 'ostopo', content });
  await vscode.window.showTextDocument(document, vscode.ViewColumn.One);
  await diagnosticsOf(document.uri, until);
  return document;
}

/** The diagnostics of a document as soon as they are those looked for. */
export function diagnosticsOf(
  uri: vscode.Uri,
  until: (diagnostics: readonly vscode.Diagnostic[]) => boolean,
): Promise<readonly vscode.Diagnostic[]> {
  return first(vscode.languages.onDidChangeDiagnostics, `the diagnostics of ${uri.path}`, () => {
    const diagnostics = vscode.languages.getDiagnostics(uri);
    return until(diagnostics) ? diagnostics : undefined;
  });
}

/** How long an event may be waited for. */
const PATIENCE_MS = 8000;

/** What `look` finds, now or after an event; `what` says in the failure what did not come. */
export function first<T>(event: vscode.Event<unknown>, what: string, look: () => T | undefined): Promise<T> {
  return new Promise((resolve, reject) => {
    const listener = event(() => {
      settle();
    });
    const timer = setTimeout(() => {
      listener.dispose();
      reject(new Error(`waited ${PATIENCE_MS / 1000} s in vain for ${what}`));
    }, PATIENCE_MS);
    const settle = (): void => {
      const found = look();
      if (found === undefined) return;
      clearTimeout(timer);
      listener.dispose();
      resolve(found);
    };
    settle();
  });
}

/** The place of a text in a document, `after` it when asked; the text must be there. */
export function positionOf(document: vscode.TextDocument, text: string, offset = 0): vscode.Position {
  const index = document.getText().indexOf(text);
  assert.ok(index >= 0, `“${text}” is in the model`);
  return document.positionAt(index + offset);
}

/** The code of a finding, which is a link to its page where there is one. */
export function codeOf({ code }: vscode.Diagnostic): string | number | undefined {
  return typeof code === 'object' ? code.value : code;
}
