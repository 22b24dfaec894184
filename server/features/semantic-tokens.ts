import { type AstNode, type CstNode, CstUtils, GrammarUtils, type LangiumDocument, isReference } from 'langium';
import { AbstractSemanticTokenProvider, type SemanticTokenAcceptor } from 'langium/lsp';
import { type CancellationToken, LSPErrorCodes, ResponseError, SemanticTokenModifiers, SemanticTokenTypes } from 'vscode-languageserver';
import { spelledNames } from '#language';

/** How names are coloured, by the type of the block they stand for. */
const NAME_TYPES: Readonly<Record<string, SemanticTokenTypes>> = {
  Fabric: SemanticTokenTypes.namespace,
  Tenant: SemanticTokenTypes.namespace,
  Physical: SemanticTokenTypes.enumMember,
  Host: SemanticTokenTypes.class,
  Bridge: SemanticTokenTypes.interface,
  Network: SemanticTokenTypes.struct,
  Subnet: SemanticTokenTypes.type,
  Router: SemanticTokenTypes.function,
  SecurityGroup: SemanticTokenTypes.enum,
  Vm: SemanticTokenTypes.variable,
  VmPort: SemanticTokenTypes.property,
};

/** Numbers, addresses, prefixes, MACs, ids and rates: what starts with a digit or has a colon. */
const VALUE = /^\d|:|^\[\d/;

/** Names by what they stand for, in every part of a qualified one, and values; keywords and comments are the grammar's. */
export class ModelSemanticTokenProvider extends AbstractSemanticTokenProvider {
  protected override computeHighlighting(
    document: LangiumDocument,
    acceptor: SemanticTokenAcceptor,
    token: CancellationToken,
  ): Promise<void> {
    const root = document.parseResult.value.$cstNode;
    for (const leaf of root ? CstUtils.flattenCst(root) : []) {
      if (token.isCancellationRequested) return Promise.reject(new ResponseError(LSPErrorCodes.RequestCancelled, 'cancelled'));
      if (!leaf.hidden && leaf.tokenType.name === 'WORD' && this.isAsked(leaf)) highlightWord(document, leaf, acceptor);
    }
    return Promise.resolve();
  }

  /** Nodes are not asked one by one: words are. */
  protected override highlightElement(): 'prune' {
    return 'prune';
  }

  private isAsked({ range }: CstNode): boolean {
    return !this.currentRange || (range.end.line >= this.currentRange.start.line && range.start.line <= this.currentRange.end.line);
  }
}

function highlightWord({ textDocument }: LangiumDocument, leaf: CstNode, acceptor: SemanticTokenAcceptor): void {
  const feature = GrammarUtils.findAssignment(leaf)?.feature;
  if (feature === undefined) return;
  const type = NAME_TYPES[leaf.astNode.$type];
  if (feature === 'name' && type !== undefined) return acceptor({ range: leaf.range, type, modifier: SemanticTokenModifiers.declaration });
  const reference = referenceAt(leaf.astNode, feature, leaf);
  if (!reference) {
    if (VALUE.test(leaf.text)) acceptor({ range: leaf.range, type: SemanticTokenTypes.number });
    return;
  }
  for (const { node, start, end } of spelledNames(reference)) {
    const nameType = NAME_TYPES[node.$type];
    if (nameType !== undefined)
      acceptor({ range: { start: textDocument.positionAt(start), end: textDocument.positionAt(end) }, type: nameType });
  }
  if (!reference.ref && VALUE.test(leaf.text)) acceptor({ range: leaf.range, type: SemanticTokenTypes.number });
}

function referenceAt(node: AstNode, feature: string, leaf: CstNode) {
  const value: unknown = (node as unknown as Record<string, unknown>)[feature]; // a node's features are its properties
  const references = (Array.isArray(value) ? value : [value]).filter(isReference);
  return references.find(({ $refNode }) => $refNode?.offset === leaf.offset);
}
