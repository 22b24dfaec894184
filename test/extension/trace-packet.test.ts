import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { openModel } from './host.ts';

suite('Trace Packet', () => {
  test("shows the article's routed walk: VNI 22 to the router, VNI 99 from it", async () => {
    const model = await openModel();
    const text = await vscode.commands.executeCommand<string>('ostopo.tracePacket', {
      uri: model.uri,
      from: 'vm-1',
      to: 'vm-4',
      packet: 'icmp',
    });
    assert.match(text, /VNI 22/i);
    assert.match(text, /VNI 99/i);
    const shown = vscode.window.visibleTextEditors.find(({ document }) => document.uri.scheme === 'ostopo-trace');
    assert.ok(shown, 'the trace is shown');
    assert.equal(shown.document.getText(), text);
  });

  test('leads from a line of the trace to the model', async () => {
    const shown = vscode.workspace.textDocuments.find(({ uri }) => uri.scheme === 'ostopo-trace');
    assert.ok(shown, 'the trace of the test before is open');
    const links = await vscode.commands.executeCommand<vscode.DocumentLink[]>('vscode.executeLinkProvider', shown.uri, 100);
    const link = links.find(({ range }) => /article-lab\.ostopo:\d+/.test(shown.getText(range)));
    assert.ok(link?.target, 'a file and line in the trace is a link');
    const [place] = JSON.parse(link.target.query) as unknown[];
    await vscode.commands.executeCommand(link.target.path, place);
    assert.match(vscode.window.activeTextEditor?.document.uri.path ?? '', /article-lab\.ostopo$/);
    const line = Number(/:(\d+)/.exec(shown.getText(link.range))?.[1]);
    assert.equal(vscode.window.activeTextEditor?.selection.active.line, line - 1);
  });
});
