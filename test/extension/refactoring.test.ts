import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openText, positionOf } from './host.ts';

const cloud = `fabric f { underlay 192.168.0.0/24 }
host net-a { roles network  tunnel-ip 192.168.0.1 }
host hv-1 { roles compute  tunnel-ip 192.168.0.11 }
tenant red {
  network app { subnet app-v4 10.0.0.0/24 }
  router edge { interface app-v4 }
  vm web on hv-1 { port app { ip 10.0.0.10 } }
}
expect red.web never reaches 10.0.0.99
`;

const nothing = (): boolean => true;

suite('changing a model', () => {
  test('renames a tenant where it qualifies', async () => {
    const document = await openText(cloud, nothing);
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      positionOf(document, 'tenant red', 'tenant r'.length),
      'blue',
    );
    await vscode.workspace.applyEdit(edit);
    assert.equal(document.getText(), cloud.replaceAll('red', 'blue'));
  });

  test('renumbers a subnet by its command', async () => {
    const document = await openText(cloud, nothing);
    const call = { kind: 'renumber', subnet: 'subnet:red.app-v4', cidr: '10.7.0.0/24' };
    assert.equal(await vscode.commands.executeCommand('ostopo.renumberSubnet', { uri: document.uri, call }), true);
    assert.equal(document.getText(), cloud.replaceAll('10.0.0.', '10.7.0.'));
  });

  test('formats a file', async () => {
    const document = await openText(cloud.replace('host hv-1 {', 'host hv-1{'), nothing);
    const edits = await vscode.commands.executeCommand<vscode.TextEdit[]>('vscode.executeFormatDocumentProvider', document.uri, {
      tabSize: 2,
      insertSpaces: true,
    });
    const edit = new vscode.WorkspaceEdit();
    edit.set(document.uri, edits);
    await vscode.workspace.applyEdit(edit);
    assert.match(document.getText(), /^host hv-1 \{ roles compute/m);
  });

  test('shows its lenses', async () => {
    const document = await openText(cloud, nothing);
    const lenses = await vscode.commands.executeCommand<vscode.CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
    const titles = lenses.map(({ command }) => command?.title);
    for (const title of ['Preview', 'Trace…', '1 port']) assert.ok(titles.includes(title), `${title} is among ${titles.join(', ')}`);
  });
});
