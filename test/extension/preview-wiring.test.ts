import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { first, openModel, positionOf } from './host.ts';

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

  test('goes to the line of a box that is clicked', async () => {
    const model = await openModel();
    const page = await openWatchedPreview(model);
    const node = page.picture.nodes.find(({ element }) => element === 'vm:demo.vm-4');
    assert.ok(node?.place, 'the picture says where vm-4 stands');
    await vscode.window.showTextDocument(model, vscode.ViewColumn.One);
    page.say({ kind: 'reveal', element: 'vm:demo.vm-4', place: node.place });
    const line = positionOf(model, 'vm vm-4').line;
    const arrived = () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document === model && editor.selection.active.line === line ? editor : undefined;
    };
    const editor = await first(vscode.window.onDidChangeTextEditorSelection, `the cursor on line ${line + 1}`, arrived);
    await first(vscode.window.onDidChangeTextEditorVisibleRanges, 'the line to be seen', () =>
      editor.visibleRanges.find((range) => range.contains(editor.selection.active)),
    );
    assert.equal(editor.viewColumn, vscode.ViewColumn.One);
  });

  test('stays where it is when a box is clicked that stands nowhere in the text', async () => {
    const model = await openModel();
    const page = await openWatchedPreview(model);
    const before = vscode.window.activeTextEditor?.selection.active;
    page.say({ kind: 'reveal', element: 'host:nowhere', place: null });
    page.say({ kind: 'failed', message: 'only said by a test' });
    assert.deepEqual(vscode.window.activeTextEditor?.selection.active, before);
  });
});

/** The parts of a picture that a click needs. */
interface Picture {
  readonly nodes: readonly { readonly element: string; readonly place: unknown }[];
}

interface WatchedPage {
  /** The picture the page was sent. */
  readonly picture: Picture;
  /** Says to the host what the page says when it is clicked. */
  readonly say: (message: object) => void;
}

/** Opens a preview anew and stands between it and its page: the tests share the editor's API with the extension. */
async function openWatchedPreview(model: vscode.TextDocument): Promise<WatchedPage> {
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  await vscode.window.tabGroups.close(tabs.filter(({ input }) => input instanceof vscode.TabInputWebview));
  const create = vscode.window.createWebviewPanel;
  let picture: Picture | undefined;
  let say: WatchedPage['say'] | undefined;
  vscode.window.createWebviewPanel = (...words: Parameters<typeof create>) => {
    const panel = create(...words);
    const { webview } = panel;
    const [listen, post] = [webview.onDidReceiveMessage, webview.postMessage.bind(webview)];
    const onDidReceiveMessage: typeof listen = (listener, ...rest) => {
      say = listener;
      return listen(listener, ...rest);
    };
    const postMessage = (message: { readonly kind: string; readonly answer?: { readonly graph?: Picture } }) => {
      picture = message.answer?.graph ?? picture;
      return post(message);
    };
    Object.assign(webview, { onDidReceiveMessage, postMessage });
    return panel;
  };
  try {
    await vscode.commands.executeCommand('ostopo.previewWiring', model.uri);
  } finally {
    vscode.window.createWebviewPanel = create;
  }
  assert.ok(picture && say, 'the preview was opened through the API of the tests');
  return { picture, say };
}
