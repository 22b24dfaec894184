import { chmod } from 'node:fs/promises';
import path from 'node:path';
import type * as vscode from 'vscode';

/** Makes files in a folder of this machine executable; elsewhere there are no file modes to set. */
export async function markExecutable(folder: vscode.Uri, paths: readonly string[]): Promise<void> {
  if (folder.scheme !== 'file') return;
  await Promise.all(paths.map((file) => chmod(path.join(folder.fsPath, file), 0o755)));
}
