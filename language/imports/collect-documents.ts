import type { AstNode, LangiumDocument } from 'langium';
import { onceForEachObject } from '#core/base';
import * as ast from '../generated/ast.ts';
import type { Recovered } from '../lowering/recovered.ts';
import { importTarget } from './import-uri.ts';

/** Gives the parsed document of a URI; `undefined` where there is none. */
export type DocumentOf = (uri: string) => LangiumDocument | undefined;

/** An `import` that leads nowhere, and why. */
export interface BrokenImport {
  readonly node: ast.Import;
  readonly kind: 'malformed' | 'missing';
  readonly message: string;
}

/** A model is a file and what it imports, transitively: its documents, the file itself first, each once. */
export interface CollectedDocuments {
  readonly documents: readonly LangiumDocument[];
  readonly broken: readonly BrokenImport[];
}

/** Follows the imports of a document; circles end where they close. */
export function collectDocuments(entry: LangiumDocument, documentOf: DocumentOf): CollectedDocuments {
  const byUri = new Map<string, LangiumDocument>([[entry.uri.toString(), entry]]);
  const broken: BrokenImport[] = [];
  // A map gives what is added while it is walked: breadth first.
  for (const document of byUri.values()) {
    for (const node of importsOf(document)) {
      const target = importTarget(document.uri.toString(), node.path ?? '');
      if (target.kind === 'malformed') {
        broken.push({ node: node as ast.Import, ...target }); // the same node: only its path may be missing
        continue;
      }
      if (byUri.has(target.uri)) continue;
      const imported = documentOf(target.uri);
      if (imported) byUri.set(target.uri, imported);
      else broken.push({ node: node as ast.Import, kind: 'missing', message: target.uri }); // as above
    }
  }
  return { documents: [...byUri.values()], broken };
}

/** The documents of a model alone: to see whether one of them has changed. */
export function modelDocuments(entry: LangiumDocument, documentOf: DocumentOf): readonly LangiumDocument[] {
  return importsOf(entry).length === 0 ? [entry] : collectDocuments(entry, documentOf).documents;
}

/** The URIs a document imports itself: what has to be loaded before its model can be read. */
export function importedUris(document: LangiumDocument): readonly string[] {
  return importsOf(document).flatMap((node) => {
    const target = importTarget(document.uri.toString(), node.path ?? '');
    return target.kind === 'file' ? [target.uri] : [];
  });
}

function importsOf({ parseResult }: LangiumDocument): readonly Recovered<ast.Import>[] {
  return importsIn(parseResult.value);
}

/** A document that is known but not read yet has no model. */
const importsIn = onceForEachObject((root: AstNode): readonly Recovered<ast.Import>[] =>
  ast.isModel(root) ? root.items.filter(ast.isImport) : [],
);
