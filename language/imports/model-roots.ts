import type { LangiumDocument } from 'langium';
import { compareText } from '#core/base';
import { type DocumentOf, importedUris, modelDocuments } from './collect-documents.ts';

/**
 * The files whose models a document is part of, by their URIs. A file that others import has no model of its own: it is a part of theirs. One that
 * nobody imports, or only in a circle, is its own.
 */
export function modelRoots(
  document: LangiumDocument,
  documents: Iterable<LangiumDocument>,
  documentOf: DocumentOf,
): readonly [LangiumDocument, ...LangiumDocument[]] {
  const importing = [...documents].filter((other) => importedUris(other).length > 0);
  const importersOf = (part: LangiumDocument) =>
    importing.filter((other) => other !== part && modelDocuments(other, documentOf).includes(part));
  const [first, ...more] = importersOf(document)
    .filter((candidate) => importersOf(candidate).length === 0)
    .sort((a, b) => compareText(a.uri.toString(), b.uri.toString()));
  return first ? [first, ...more] : [document];
}
