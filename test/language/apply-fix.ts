import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '#core/diagnostics';
import { analyse } from '#core/plan';
import { type FixContext, type FixChange, createFixContext, createOstopoReader } from '#language';

const reader = createOstopoReader();

/** A text as the editor knows it: all that is wrong with it, and what cures are made from. */
export function examine(text: string): { readonly findings: readonly Finding[]; readonly context: FixContext } {
  const model = reader.read(text);
  const { findings, deployment } = analyse(model.topology, model.findings);
  return { findings, context: createFixContext(model, deployment) };
}

/** The text after the changes, as an editor applies them. */
export function applyChanges(text: string, changes: readonly FixChange[]): string {
  const edits = changes.map(({ place: { start, end }, newText }) => ({ range: { start, end }, newText }));
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}
