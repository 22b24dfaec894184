import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { isNodeHost, openModel, workspaceFolder } from './host.ts';

suite('Generate OVS Scripts', () => {
  test('writes a folder for every host', async function () {
    if (!isNodeHost()) {
      console.log('skipped: scripts are not written in the web host');
      this.skip();
    }
    const model = await openModel();
    const folder = vscode.Uri.joinPath(workspaceFolder(), 'generated-by-test');
    await vscode.commands.executeCommand('ostopo.generateScripts', { uri: model.uri, folder });
    const written = await listNames(folder);
    for (const name of ['manifest.json', 'controller-0', 'compute-0', 'compute-1'])
      assert.ok(written.includes(name), `${name} is among ${written.join(', ')}`);
    assert.ok((await listNames(vscode.Uri.joinPath(folder, 'compute-0'))).includes('setup.sh'));
    const active = vscode.window.activeTextEditor?.document.uri.path;
    assert.equal(active?.endsWith('generated-by-test/manifest.json'), true, `the manifest is shown, not ${active}`);
  });

  test("leaves a folder alone that holds someone else's files", async function () {
    if (!isNodeHost()) {
      console.log('skipped: scripts are not written in the web host');
      this.skip();
    }
    const model = await openModel();
    const folder = vscode.Uri.joinPath(workspaceFolder(), 'not-generated');
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, 'thesis.txt'), new TextEncoder().encode('years of work'));
    const result = await vscode.commands.executeCommand('ostopo.generateScripts', { uri: model.uri, folder });
    assert.equal(result, undefined);
    assert.deepEqual(await listNames(folder), ['thesis.txt']);
  });

  test('leaves its own output alone when somebody put a file there', async function () {
    if (!isNodeHost()) {
      console.log('skipped: scripts are not written in the web host');
      this.skip();
    }
    const model = await openModel();
    const folder = vscode.Uri.joinPath(workspaceFolder(), 'generated-and-noted');
    await vscode.commands.executeCommand('ostopo.generateScripts', { uri: model.uri, folder });
    await vscode.workspace.fs.writeFile(vscode.Uri.joinPath(folder, 'compute-0', 'notes.txt'), new TextEncoder().encode('mine'));
    const result = await vscode.commands.executeCommand('ostopo.generateScripts', { uri: model.uri, folder });
    assert.equal(result, undefined);
    assert.ok((await listNames(vscode.Uri.joinPath(folder, 'compute-0'))).includes('notes.txt'));
  });
});

async function listNames(folder: vscode.Uri): Promise<string[]> {
  return (await vscode.workspace.fs.readDirectory(folder)).map(([name]) => name).sort();
}
