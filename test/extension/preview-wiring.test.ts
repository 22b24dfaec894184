import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openModel } from './host.ts';

suite('Preview Wiring', () => {
  test('draws the hosts, and the page says so', async () => {
    const model = await openModel();
    const nodes = await vscode.commands.executeCommand<number>('ostopo.previewWiring', model.uri);
    assert.ok(nodes > 20, `the page drew ${nodes} boxes`);
    const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
    assert.ok(tabs.some(({ input }) => input instanceof vscode.TabInputWebview && input.viewType.endsWith('ostopo.preview')));
  });

  test('takes the same preview again', async () => {
    const model = await openModel();
    await vscode.commands.executeCommand('ostopo.previewWiring', model.uri);
    const previews = vscode.window.tabGroups.all
      .flatMap((group) => group.tabs)
      .filter(({ input }) => input instanceof vscode.TabInputWebview);
    assert.equal(previews.length, 1);
  });
});
