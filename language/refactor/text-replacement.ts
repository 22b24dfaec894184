import { type AstNode, AstUtils, type CstNode } from 'langium';
import { sortedBy } from '#core/base';

/** One replacement in one file of a model, by offsets (UTF-16 units) in its text. */
export interface TextReplacement {
  readonly uri: string;
  readonly start: number;
  readonly end: number;
  readonly newText: string;
}

/** What a refactoring comes to: the changes, or one sentence on why it cannot be done. */
export type Refactoring =
  { readonly kind: 'changed'; readonly changes: readonly TextReplacement[] } | { readonly kind: 'refused'; readonly message: string };

/** A refactoring that cannot be done. */
export function refused(message: string): Refactoring {
  return { kind: 'refused', message };
}

/** Replaces a piece of the text a syntax node stands in. */
export function replaceCst(owner: AstNode, { offset, end }: Pick<CstNode, 'offset' | 'end'>, newText: string): TextReplacement {
  return { uri: uriOf(owner), start: offset, end, newText };
}

/** The URI of the file a node stands in. */
export function uriOf(node: AstNode): string {
  return AstUtils.getDocument(node).uri.toString();
}

/** One file's text with the changes that concern it made; those that are the same are made once. */
export function applyTextChanges(text: string, uri: string, changes: readonly TextReplacement[]): string {
  let changed = text;
  for (const { start, end, newText } of inOrder(changes.filter((change) => change.uri === uri)).reverse())
    changed = changed.slice(0, start) + newText + changed.slice(end);
  return changed;
}

/** By file and place; each once. Insertions at one place keep their order. */
export function inOrder(changes: readonly TextReplacement[]): TextReplacement[] {
  const unique = new Map(changes.map((change) => [`${change.uri} ${change.start} ${change.end} ${change.newText}`, change]));
  return sortedBy(
    unique.values(),
    ({ uri }) => uri,
    ({ start }) => start,
    ({ end }) => end,
  );
}
