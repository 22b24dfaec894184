import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, diagnosticsOf, openText, positionOf, workspaceFolder } from './host.ts';

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

  test('splits a subnet by its command, which asks for a name and has one ready', async () => {
    const document = await openText(cloud, nothing);
    const at = positionOf(document, 'subnet app-v4', 'subnet a'.length);
    select(document, at, at);
    assert.equal(await answeringPrompts(vscode.commands.executeCommand<boolean>('ostopo.splitSubnet')), true);
    assert.match(document.getText(), /subnet app-v4-upper 10\.0\.0\.128\/25/);
  });

  test('extracts the selected rules into a group', async () => {
    const rules = 'security-group www { allow ingress icmp\n allow ingress tcp 80 }\n  vm';
    const document = await openText(cloud.replace('vm', rules), nothing);
    const at = positionOf(document, 'allow ingress tcp');
    select(document, at, at.translate(0, 5));
    assert.equal(await answeringPrompts(vscode.commands.executeCommand<boolean>('ostopo.extractSecurityGroup')), true);
    assert.match(document.getText(), /security-group www-2 \{\s*allow ingress tcp 80\s*\}/);
  });

  test('renames a host in every file of the model', async () => {
    const [hosts, tenants] = [cloud.slice(0, cloud.indexOf('tenant')), cloud.slice(cloud.indexOf('tenant'))];
    const written = await Promise.all([
      writeModel('several-hosts.ostopo', hosts),
      writeModel('several.ostopo', `import "several-hosts.ostopo"\n${tenants}`),
    ]);
    const document = await vscode.workspace.openTextDocument(written[1]);
    await vscode.window.showTextDocument(document);
    await diagnosticsOf(document.uri, (found) => !found.some((each) => codeOf(each) === 'OST1004'));
    const edit = await vscode.commands.executeCommand<vscode.WorkspaceEdit>(
      'vscode.executeDocumentRenameProvider',
      document.uri,
      positionOf(document, 'on hv-1', 'on h'.length),
      'hv-9',
    );
    assert.deepEqual(
      edit
        .entries()
        .map(([uri, edits]) => `${uri.path.split('/').at(-1)}: ${edits.length}`)
        .sort(),
      ['several-hosts.ostopo: 1', 'several.ostopo: 1'],
    );
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

function select(document: vscode.TextDocument, start: vscode.Position, end: vscode.Position): void {
  const editor = vscode.window.visibleTextEditors.find((candidate) => candidate.document === document);
  assert.ok(editor, 'the model is shown');
  editor.selection = new vscode.Selection(start, end);
}

/** What comes of something that asks, when every prompt is answered with what it offers. */
async function answeringPrompts<T>(running: Thenable<T>): Promise<T> {
  const pending = Symbol('pending');
  for (;;) {
    await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
    const outcome = await Promise.race([running, Promise.resolve(pending)]);
    if (outcome !== pending) return outcome; // the only other outcome
  }
}

async function writeModel(name: string, text: string): Promise<vscode.Uri> {
  const uri = vscode.Uri.joinPath(workspaceFolder(), name);
  await vscode.workspace.fs.writeFile(uri, new TextEncoder().encode(text));
  return uri;
}
