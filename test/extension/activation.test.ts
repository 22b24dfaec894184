import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openModel } from './host.ts';

suite('the extension', () => {
  test('is activated by a model', async () => {
    const document = await openModel();
    assert.equal(document.languageId, 'ostopo');
    const extension = vscode.extensions.getExtension('ostopo.ostopo');
    assert.ok(extension);
    await extension.activate(); // rejects when activation failed; isActive alone is true even then
    assert.equal(extension.isActive, true);
  });

  test('registers every command it contributes', async () => {
    const extension = vscode.extensions.getExtension('ostopo.ostopo');
    const manifest = extension?.packageJSON as { contributes: { commands: { command: string }[] } }; // our own package.json
    const registered = new Set(await vscode.commands.getCommands(true));
    assert.deepEqual(
      manifest.contributes.commands.map(({ command }) => command).filter((command) => !registered.has(command)),
      [],
    );
  });
});
