import type { CompletionItem, Position } from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';

/**
 * Puts the entry that is typed in full first, before those that only begin like it; where it alone is left and would change nothing there is nothing
 * to offer, so that the next Tab goes on to the next blank.
 */
export function exactFirst(items: readonly CompletionItem[], document: TextDocument, position: Position): readonly CompletionItem[] {
  const typedOf = ({ textEdit }: CompletionItem): string => {
    if (!textEdit) return '';
    const { start } = 'range' in textEdit ? textEdit.range : textEdit.insert;
    return document.getText({ start, end: position });
  };
  const isExact = (item: CompletionItem) => item.label === typedOf(item);
  const exact = items.filter(isExact);
  if (exact.length === 0) return items;
  const longer = items.filter((item) => !isExact(item) && item.label.startsWith(typedOf(item)));
  if (longer.length === 0 && exact.every(({ label, textEdit }) => textEdit?.newText === label)) return [];
  return [...exact.map((item) => ({ ...item, preselect: true, sortText: '!' })), ...longer];
}
