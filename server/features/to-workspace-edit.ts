import type { LangiumDocument } from 'langium';
import type { TextEdit, WorkspaceEdit } from 'vscode-languageserver';
import { groupBy } from '#core/base';
import type { TextReplacement } from '#language';

/** Changes of a model's files as the protocol's edit. */
export function toWorkspaceEdit(documents: Iterable<LangiumDocument>, changes: readonly TextReplacement[]): WorkspaceEdit {
  const byUri = new Map([...documents].map((document) => [document.uri.toString(), document.textDocument]));
  const edits = [...groupBy(changes, ({ uri }) => uri)].map(([uri, ofFile]): [string, TextEdit[]] => {
    const text = byUri.get(uri);
    return [
      uri,
      text
        ? ofFile.map(({ start, end, newText }) => ({ range: { start: text.positionAt(start), end: text.positionAt(end) }, newText }))
        : [],
    ];
  });
  return { changes: Object.fromEntries(edits) };
}
