import {
  type AstNode,
  AstUtils,
  DefaultReferences,
  type FindReferencesOptions,
  type LangiumDocuments,
  type ReferenceDescription,
  type Stream,
  UriUtils,
  stream,
} from 'langium';
import { mentionsIn } from '#language';
import type { OstopoServices } from '../server-services.ts';

/** Finds the uses of a name, also as a part of longer ones, by looking through the files: there is no index to be kept up while somebody types. */
export class ModelReferences extends DefaultReferences {
  private readonly allDocuments: () => LangiumDocuments;

  constructor(services: OstopoServices) {
    super(services);
    this.allDocuments = () => services.shared.workspace.LangiumDocuments;
  }

  override findReferences(target: AstNode, { documentUri, includeDeclaration }: FindReferencesOptions): Stream<ReferenceDescription> {
    const documents = this.allDocuments().all.filter(({ uri }) => documentUri === undefined || UriUtils.equals(uri, documentUri));
    const uses = documents.flatMap((document) => this.usesIn(document.parseResult.value, target));
    return stream(includeDeclaration ? this.getSelfReferences(target) : []).concat(uses);
  }

  private usesIn(root: AstNode, target: AstNode): Stream<ReferenceDescription> {
    const couldMean = spellingTest(this.nameProvider.getName(target));
    const [targetUri, targetPath] = [AstUtils.getDocument(target).uri, this.nodeLocator.getAstNodePath(target)];
    return AstUtils.streamAst(root).flatMap((node) =>
      AstUtils.streamReferences(node)
        .map(({ reference }) => reference)
        .flatMap((reference): ReferenceDescription[] => {
          if ('items' in reference || !couldMean(reference.$refText)) return [];
          const document = AstUtils.getDocument(node);
          return mentionsIn(reference, target).map(({ start, end }) => ({
            sourceUri: document.uri,
            sourcePath: this.nodeLocator.getAstNodePath(node),
            targetUri,
            targetPath,
            segment: {
              offset: start,
              end,
              length: end - start,
              range: { start: document.textDocument.positionAt(start), end: document.textDocument.positionAt(end) },
            },
            local: UriUtils.equals(document.uri, targetUri),
          }));
        }),
    );
  }
}

/** Most references can be told by their letters not to mean a name: resolving is for the others. */
function spellingTest(name: string | undefined): (text: string) => boolean {
  const stem = name?.split('[')[0] ?? '';
  return (text) => text.includes('[') || text.includes(stem);
}
