import { type AstNode, AstUtils, type LangiumDocument, type Reference, URI } from 'langium';
import type { CallHierarchyProvider } from 'langium/lsp';
import {
  type CallHierarchyIncomingCall,
  type CallHierarchyIncomingCallsParams,
  type CallHierarchyItem,
  type CallHierarchyOutgoingCall,
  type CallHierarchyOutgoingCallsParams,
  type CallHierarchyPrepareParams,
  type Range,
  SymbolKind,
} from 'vscode-languageserver';
import { groupBy } from '#core/base';
import { ast, referencesIn, spelledNames, writtenName } from '#language';
import type { OstopoServices } from '../server-services.ts';
import { nameAt } from './name-at.ts';

/**
 * What depends on what, as the protocol's call hierarchy: “incoming” are the blocks that name a block or stand in it (a network: its subnets, the
 * ports and interfaces on it), “outgoing” those that it names or stands in.
 */
export class DependencyProvider implements CallHierarchyProvider {
  constructor(private readonly services: OstopoServices) {}

  prepareCallHierarchy(document: LangiumDocument, { position }: CallHierarchyPrepareParams): CallHierarchyItem[] | undefined {
    const name = nameAt(document, position);
    const item = name && this.itemOf(name.node);
    return item && [item];
  }

  incomingCalls({ item }: CallHierarchyIncomingCallsParams): CallHierarchyIncomingCall[] {
    const node = this.nodeOf(item);
    if (!node) return [];
    const mentions = referencesIn(this.services.shared.workspace.LangiumDocuments.all).filter(({ reference }) =>
      spelledNames(reference).some((name) => name.node === node),
    );
    const uses = mentions.flatMap(({ reference }) => useOf(reference));
    const parts = AstUtils.streamContents(node)
      .filter(ast.isSubnet)
      .toArray()
      .map((part) => ({ user: part, range: nameRange(part) }));
    return [...groupBy([...parts, ...uses], ({ user }) => user)].flatMap(([user, ofUser]) => {
      const from = user === node ? undefined : this.itemOf(user);
      return from ? [{ from, fromRanges: ofUser.flatMap(({ range }) => range ?? []) }] : [];
    });
  }

  outgoingCalls({ item }: CallHierarchyOutgoingCallsParams): CallHierarchyOutgoingCall[] {
    const node = this.nodeOf(item);
    if (!node) return [];
    const named = AstUtils.streamAst(node)
      .flatMap((inner) => AstUtils.streamReferences(inner))
      .toArray()
      .flatMap(({ reference }) =>
        'items' in reference || !reference.ref ? [] : [{ target: reference.ref, range: reference.$refNode?.range }],
      );
    const around = node.$container && !ast.isModel(node.$container) ? [{ target: node.$container, range: nameRange(node) }] : [];
    return [...groupBy([...around, ...named], ({ target }) => target)].flatMap(([target, ofTarget]) => {
      const to = this.itemOf(target);
      return to ? [{ to, fromRanges: ofTarget.flatMap(({ range }) => range ?? []) }] : [];
    });
  }

  private itemOf(node: AstNode): CallHierarchyItem | undefined {
    const [range, selectionRange] = [node.$cstNode?.range, nameRange(node)];
    if (!range || !selectionRange) return undefined;
    return {
      name: ast.isExpectation(node) ? (node.$cstNode?.text ?? '') : (writtenName(node) ?? node.$cstNode?.text ?? ''),
      kind: ast.isExpectation(node) ? SymbolKind.Event : this.services.shared.lsp.NodeKindProvider.getSymbolKind(node),
      uri: AstUtils.getDocument(node).uri.toString(),
      range,
      selectionRange,
      data: this.services.workspace.AstNodeLocator.getAstNodePath(node),
    };
  }

  private nodeOf({ uri, data }: CallHierarchyItem): AstNode | undefined {
    const document = this.services.shared.workspace.LangiumDocuments.getDocument(URI.parse(uri));
    return document && typeof data === 'string'
      ? this.services.workspace.AstNodeLocator.getAstNode(document.parseResult.value, data)
      : undefined;
  }
}

/** The innermost block with a name of its own, or the statement, that a reference stands in. */
function useOf({ $refNode }: Reference): { readonly user: AstNode; readonly range: Range }[] {
  const user = $refNode && AstUtils.getContainerOfType($refNode.astNode, isUser);
  return user ? [{ user, range: $refNode.range }] : [];
}

function isUser(node: AstNode): node is AstNode {
  return ast.isExpectation(node) || ast.isFloatingIp(node) || writtenName(node) !== undefined;
}

/** Where a block's name stands; an expectation's and a floating address's first word. */
function nameRange(node: AstNode): Range | undefined {
  const cst = node.$cstNode;
  if (!cst) return undefined;
  const name = writtenName(node);
  const offset = name === undefined ? 0 : Math.max(0, cst.text.indexOf(name, /^[\w-]+\s/.exec(cst.text)?.[0].length ?? 0));
  const { textDocument } = AstUtils.getDocument(node);
  const length = name?.length ?? /^\S+/.exec(cst.text)?.[0].length ?? 0;
  return { start: textDocument.positionAt(cst.offset + offset), end: textDocument.positionAt(cst.offset + offset + length) };
}
