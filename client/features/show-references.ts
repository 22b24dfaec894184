import * as vscode from 'vscode';
import { type Services, registerCommand } from '../infrastructure/services.ts';

/** What a code lens that counts something does: `{ uri, position }`, as the protocol writes places, opens the list of references there. */
export function registerShowReferences(services: Services): void {
  registerCommand(services, 'ostopo.showReferences', 'showing references', async (argument) => {
    const place = readPlace(argument);
    if (!place) return;
    const found = await vscode.commands.executeCommand<vscode.Location[]>('vscode.executeReferenceProvider', place.uri, place.position);
    await vscode.commands.executeCommand('editor.action.showReferences', place.uri, place.position, found);
  });
}

function readPlace(argument: unknown): { readonly uri: vscode.Uri; readonly position: vscode.Position } | undefined {
  if (typeof argument !== 'object' || argument === null || !('uri' in argument) || !('position' in argument)) return undefined;
  const { uri, position } = argument;
  if (typeof uri !== 'string' || typeof position !== 'object' || position === null) return undefined;
  if (!('line' in position) || !('character' in position)) return undefined;
  return { uri: vscode.Uri.parse(uri), position: new vscode.Position(Number(position.line), Number(position.character)) };
}
