import { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '#core/diagnostics';
import { type Lock, NO_LOCK, analyse, createLock } from '#core/plan';
import { type FixContext, type FixChange, createFixContext, createOstopoReader } from '#language';

const reader = createOstopoReader();

/** A text as the editor knows it: all that is wrong with it, and what cures are made from. Its lock file is that of the `locked` text. */
export function examine(text: string, locked?: string): { readonly findings: readonly Finding[]; readonly context: FixContext } {
  const model = reader.read(text);
  const lock = locked === undefined ? NO_LOCK : lockOf(locked);
  const { findings, deployment } = analyse(model.topology, model.findings, { silences: model.silences, lock });
  return { findings, context: createFixContext(model, deployment) };
}

function lockOf(text: string): Lock {
  const { topology, findings } = reader.read(text);
  return createLock(topology, analyse(topology, findings).deployment);
}

/** The text after the changes, as an editor applies them. */
export function applyChanges(text: string, changes: readonly FixChange[]): string {
  const edits = changes.map(({ place: { start, end }, newText }) => ({ range: { start, end }, newText }));
  return TextDocument.applyEdits(TextDocument.create('', '', 0, text), edits);
}
