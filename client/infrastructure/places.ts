import * as vscode from 'vscode';
import type { SourcePlace } from '#core/base';

/** A place of the model as VS Code's range. */
export function placeToRange({ start, end }: Omit<SourcePlace, 'uri'>): vscode.Range {
  return new vscode.Range(start.line, start.character, end.line, end.character);
}

/** Shows a place in the editor that already shows its file, or in the first column. */
export async function revealPlace(place: SourcePlace, preserveFocus = false): Promise<void> {
  const uri = vscode.Uri.parse(place.uri);
  const selection = placeToRange(place);
  const editor = await vscode.window.showTextDocument(uri, { viewColumn: columnOf(uri), preserveFocus, preview: false });
  editor.selection = new vscode.Selection(selection.start, selection.start);
  editor.revealRange(selection, vscode.TextEditorRevealType.InCenterIfOutsideViewport);
}

/** The column where a file is open, or the first. */
export function columnOf(uri: vscode.Uri): vscode.ViewColumn {
  const shown = (tab: vscode.Tab): boolean => tab.input instanceof vscode.TabInputText && tab.input.uri.toString() === uri.toString();
  return vscode.window.tabGroups.all.find((group) => group.tabs.some(shown))?.viewColumn ?? vscode.ViewColumn.One;
}
