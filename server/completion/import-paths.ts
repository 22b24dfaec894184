import { type FileSystemProvider, type LangiumDocument, UriUtils } from 'langium';
import { type CompletionItem, CompletionItemKind, type Position } from 'vscode-languageserver';

/** A path that is being written behind `import`. */
const BEGUN = /^\s*import\s+"([^"]*)$/;

/** The models and folders that an import which is being written may name; `undefined` where none is being written. */
export async function completeImport(
  { uri, textDocument }: LangiumDocument,
  position: Position,
  files: Pick<FileSystemProvider, 'readDirectory'>,
): Promise<readonly CompletionItem[] | undefined> {
  const before = textDocument.getText({ start: { line: position.line, character: 0 }, end: position });
  const path = BEGUN.exec(before)?.[1];
  if (path === undefined) return undefined;
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const entries = await files.readDirectory(UriUtils.resolvePath(UriUtils.dirname(uri), folder)).catch(() => []);
  const range = { start: { line: position.line, character: position.character - (path.length - folder.length) }, end: position };
  return entries
    .filter((entry) => (entry.isDirectory ? !UriUtils.basename(entry.uri).startsWith('.') : isOther(entry.uri, uri)))
    .map(({ uri: found, isDirectory }) => {
      const label = `${UriUtils.basename(found)}${isDirectory ? '/' : ''}`;
      return {
        label,
        kind: isDirectory ? CompletionItemKind.Folder : CompletionItemKind.File,
        detail: isDirectory ? 'folder' : 'model',
        sortText: `${isDirectory ? 1 : 0}${label}`,
        textEdit: { range, newText: label },
      };
    });
}

function isOther(found: LangiumDocument['uri'], own: LangiumDocument['uri']): boolean {
  return UriUtils.extname(found) === '.ostopo' && !UriUtils.equals(found, own);
}
