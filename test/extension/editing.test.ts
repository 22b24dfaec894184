import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { codeOf, diagnosticsOf, openModel, openText, positionOf } from './host.ts';

suite('editing a model', () => {
  test("underlines the MTU fault of the article's lab with its code", async () => {
    const document = await openModel();
    const fault = vscode.languages.getDiagnostics(document.uri).find((found) => codeOf(found) === 'OST3011');
    assert.ok(fault, 'OST3011 is reported');
    assert.equal(fault.severity, vscode.DiagnosticSeverity.Error);
    assert.equal(fault.source, 'ostopo');
    assert.match(fault.message, /1450/);
  });

  test('counts a finding as the settings say, as soon as they change', async () => {
    const document = await openText('tenant t { network n {} }\n', (found) => found.some((each) => codeOf(each) === 'OST4031'));
    const set = (value: object | undefined) =>
      vscode.workspace.getConfiguration('ostopo').update('severities', value, vscode.ConfigurationTarget.Global);
    const severity = (found: readonly vscode.Diagnostic[]) => found.find((each) => codeOf(each) === 'OST4031')?.severity;
    try {
      await set({ OST4031: 'warning' });
      await diagnosticsOf(document.uri, (found) => severity(found) === vscode.DiagnosticSeverity.Warning);
      await set({ OST4031: 'off' });
      await diagnosticsOf(document.uri, (found) => severity(found) === undefined);
    } finally {
      await set(undefined);
    }
    await diagnosticsOf(document.uri, (found) => severity(found) === vscode.DiagnosticSeverity.Hint);
  });

  test('takes a fault away when its cause is mended', async () => {
    const broken = 'fabric f { underlay 10.0.0.0/24 }\nhost a { roles compute  tunnel-ip 10.9.0.1 }\n';
    const document = await openText(broken, (found) => found.some((each) => codeOf(each) === 'OST3009'));
    const edit = new vscode.WorkspaceEdit();
    const start = positionOf(document, '10.9.0.1');
    edit.replace(document.uri, new vscode.Range(start, start.translate(0, '10.9.0.1'.length)), '10.0.0.1');
    await vscode.workspace.applyEdit(edit);
    await diagnosticsOf(document.uri, (found) => !found.some((each) => codeOf(each) === 'OST3009'));
  });

  test('offers the hosts after `on`, and nothing that is no host', async () => {
    const document = await openModel();
    const list = await complete(document, positionOf(document, 'on compute-0', 'on '.length));
    assert.deepEqual(
      list.filter((label) => label.startsWith('compute')),
      ['compute-0', 'compute-1'],
    );
    assert.deepEqual(
      list.filter((label) => /^(net|subnet|vm)-/.test(label)),
      [],
    );
  });

  test('offers after `interface` the subnets of the tenant that the router has no leg in', async () => {
    const subnets = 'network n { subnet one 10.0.1.0/24  subnet two 10.0.2.0/24 }';
    const document = await openText(`tenant t { ${subnets}  router r { interface one  interface two } }\n`, () => true);
    const edit = new vscode.WorkspaceEdit();
    const start = positionOf(document, 'interface two', 'interface '.length);
    edit.delete(document.uri, new vscode.Range(start, start.translate(0, 'two'.length)));
    await vscode.workspace.applyEdit(edit);
    const list = await complete(document, start);
    assert.deepEqual(
      list.filter((label) => ['n', 'one', 'two', 'r', 't'].includes(label)),
      ['two'],
    );
  });

  test('tells on hover what the network became', async () => {
    const document = await openModel();
    const text = await hover(document, positionOf(document, 'network net-1', 'network n'.length));
    assert.match(text, /vni 22 \(vxlan\)/);
    assert.match(text, /compute-0 1/);
  });

  test('goes from the use of a name to its declaration', async () => {
    const document = await openModel();
    const [target] = await vscode.commands.executeCommand<(vscode.Location | vscode.LocationLink)[]>(
      'vscode.executeDefinitionProvider',
      document.uri,
      positionOf(document, 'on compute-1', 'on c'.length),
    );
    assert.ok(target);
    const range = 'targetUri' in target ? (target.targetSelectionRange ?? target.targetRange) : target.range;
    assert.deepEqual(range.start, positionOf(document, 'host compute-1', 'host '.length));
  });

  test('finds every use of a name', async () => {
    const document = await openModel();
    const uses = await vscode.commands.executeCommand<vscode.Location[]>(
      'vscode.executeReferenceProvider',
      document.uri,
      positionOf(document, 'host compute-0', 'host c'.length),
    );
    const lines = uses.map(({ range }) => document.lineAt(range.start.line).text.trim().split(' ').slice(0, 2).join(' '));
    assert.ok(lines.includes('vm vm-1') && lines.includes('vm vm-3'), lines.join(' | '));
  });

  test('shows the outline by tenant', async () => {
    const document = await openModel();
    const outline = await vscode.commands.executeCommand<vscode.DocumentSymbol[]>('vscode.executeDocumentSymbolProvider', document.uri);
    const tenant = outline.find(({ name }) => name === 'demo');
    assert.ok(tenant, 'the tenant is in the outline');
    const inside = tenant.children.map(({ name }) => name);
    for (const name of ['net-1', 'net-2', 'router-1', 'vm-1', 'vm-4'])
      assert.ok(inside.includes(name), `${name} is among ${inside.join(', ')}`);
  });
});

/** Labels the language server offers; words of the text that the editor adds by itself are of kind Text and left out. */
async function complete(document: vscode.TextDocument, position: vscode.Position): Promise<string[]> {
  const { items } = await vscode.commands.executeCommand<vscode.CompletionList>(
    'vscode.executeCompletionItemProvider',
    document.uri,
    position,
  );
  return items
    .filter(({ kind }) => kind !== vscode.CompletionItemKind.Text)
    .map(({ label }) => (typeof label === 'string' ? label : label.label));
}

async function hover(document: vscode.TextDocument, position: vscode.Position): Promise<string> {
  const hovers = await vscode.commands.executeCommand<vscode.Hover[]>('vscode.executeHoverProvider', document.uri, position);
  return hovers
    .flatMap(({ contents }) => contents.map((content) => (content instanceof vscode.MarkdownString ? content.value : '')))
    .join('\n');
}
