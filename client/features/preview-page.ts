import * as vscode from 'vscode';
import type { PageAttributes } from '#protocol';

/** The folder a preview may load from. */
export function pageFolder(extension: vscode.Uri): vscode.Uri {
  return vscode.Uri.joinPath(extension, 'dist', 'webview');
}

/** The HTML of a preview: one script by nonce, nothing from anywhere but the extension's own folder. */
export function previewPage(webview: vscode.Webview, extension: vscode.Uri, model: vscode.Uri): string {
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(pageFolder(extension), file)).toString();
  const attributes: PageAttributes = { document: model.toString(), elkWorker: address('elk-worker.js') };
  const nonce = createNonce();
  const policy = [
    "default-src 'none'",
    `script-src 'nonce-${nonce}'`,
    `style-src ${webview.cspSource} 'unsafe-inline'`,
    `img-src ${webview.cspSource} data:`,
    `font-src ${webview.cspSource}`,
    `connect-src ${webview.cspSource}`,
    'worker-src blob:',
  ].join('; ');
  return `<!DOCTYPE html>
<html lang="en">
  <head>
    <meta charset="UTF-8">
    <meta http-equiv="Content-Security-Policy" content="${policy}">
    <meta name="viewport" content="width=device-width, initial-scale=1.0">
    <title>Wiring</title>
  </head>
  <body data-document="${escapeAttribute(attributes.document)}" data-elk-worker="${escapeAttribute(attributes.elkWorker)}">
    <script nonce="${nonce}" src="${escapeAttribute(address('preview.js'))}"></script>
  </body>
</html>`;
}

function escapeAttribute(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;');
}

function createNonce(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
