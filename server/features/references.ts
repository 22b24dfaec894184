import {
  type AstNode,
  AstUtils,
  DefaultReferences,
  type FindReferencesOptions,
  type LangiumDocuments,
  type ReferenceDescription,
  type Stream,
  UriUtils,
  CstUtils,
  stream,
} from 'langium';
import type { OstopoServices } from '../server-services.ts';

/** Finds the uses of a name by looking through the files: there is no index to be kept up while somebody types. */
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
        .filter((reference) => !('items' in reference) && couldMean(reference.$refText) && reference.ref === target)
        .flatMap(({ $refNode }): ReferenceDescription[] => {
          if (!$refNode) return [];
          const sourceUri = AstUtils.getDocument(node).uri;
          return [
            {
              sourceUri,
              sourcePath: this.nodeLocator.getAstNodePath(node),
              targetUri,
              targetPath,
              segment: CstUtils.toDocumentSegment($refNode),
              local: UriUtils.equals(sourceUri, targetUri),
            },
          ];
        }),
    );
  }
}

/** Most references can be told by their letters not to mean a name: resolving is for the others. */
function spellingTest(name: string | undefined): (text: string) => boolean {
  const stem = name?.split('[')[0] ?? '';
  return (text) => text.includes('[') || text.includes(stem);
}
