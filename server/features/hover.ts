import { type AstNode, AstUtils, type CstNode, CstUtils, GrammarAST, type LangiumDocument, isLeafCstNode } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import type { Hover, HoverParams } from 'vscode-languageserver';
import { type ElementId, compact, elementId } from '#core/base';
import { DEFAULT_GROUP } from '#core/model';
import { ast, expandWord } from '#language';
import { elementsByNode } from '../analysis/element-nodes.ts';
import type { OstopoServices } from '../server-services.ts';
import { findWord } from '../vocabulary/find-word.ts';
import { findInnerWord } from '../vocabulary/inner-words.ts';
import { elementFacts } from '../facts/element-facts.ts';
import { printFacts } from '../facts/facts.ts';

/** A block repeated by `[a..b]` shows the facts of its first elements. */
const SHOWN = 3;

/** On a name: what the element became. On a keyword or its value: what the keyword means. */
export class ModelHoverProvider implements HoverProvider {
  constructor(private readonly services: OstopoServices) {}

  getHoverContent(document: LangiumDocument, { position }: HoverParams): Hover | undefined {
    const root = document.parseResult.value.$cstNode;
    const leaf =
      root &&
      CstUtils.findDeclarationNodeAtOffset(root, document.textDocument.offsetAt(position), this.services.parser.GrammarConfig.nameRegexp);
    if (!leaf || !isLeafCstNode(leaf) || leaf.hidden) return undefined;
    const value = this.describeName(document, leaf) ?? describeKeyword(leaf);
    return value === undefined ? undefined : { contents: { kind: 'markdown', value }, range: leaf.range };
  }

  private describeName(document: LangiumDocument, leaf: CstNode): string | undefined {
    const analysis = this.services.analysis.Analyses.of(document);
    const byNode = elementsByNode(analysis);
    const written = this.namedNodes(leaf).flatMap((node) => byNode.get(node) ?? []);
    const ids = written.length > 0 ? written : compact([unwrittenDefault(leaf)]);
    const facts = compact(ids.map((id) => elementFacts(analysis, id)));
    if (facts.length === 0) return undefined;
    const more = facts.length > SHOWN ? [`… and ${facts.length - SHOWN} more`] : [];
    return [...facts.slice(0, SHOWN).map(printFacts), ...more].join('\n\n---\n\n');
  }

  /** The blocks a word names or refers to. */
  private namedNodes(leaf: CstNode): readonly AstNode[] {
    if (GrammarAST.isKeyword(leaf.grammarSource)) return opensBlock(leaf) ? [leaf.astNode] : [];
    return this.services.references.References.findDeclarations(leaf);
  }
}

/** The `default` group that a word refers to where no block declares it. */
function unwrittenDefault({ astNode, text }: CstNode): ElementId | undefined {
  if (!ast.isPortSecurity(astNode) && !ast.isRuleRemote(astNode)) return undefined;
  const [group, tenant = AstUtils.getContainerOfType(astNode, ast.isTenant)?.name] = text.split('.').reverse();
  const named = tenant === undefined ? undefined : expandWord(tenant);
  const [first] = named?.kind === 'ok' ? named.value : [];
  return group === DEFAULT_GROUP && first !== undefined ? elementId('security-group', first, DEFAULT_GROUP) : undefined;
}

/** `dhcp` and `interface` stand for an element although they have no name of their own. */
function opensBlock({ astNode, text }: CstNode): boolean {
  return (ast.isDhcp(astNode) && text === 'dhcp') || (ast.isRouterInterface(astNode) && text === 'interface');
}

/** What a word says inside its statement, and what the statement's keyword means; `undefined` for names. */
function describeKeyword({ astNode, text, grammarSource }: CstNode): string | undefined {
  const isKeyword = GrammarAST.isKeyword(grammarSource);
  const rule = isKeyword ? (AstUtils.getContainerOfType(grammarSource, GrammarAST.isParserRule)?.name ?? '') : '';
  const inner = findInnerWord(rule, text);
  const keyword = ast.isSetting(astNode) ? astNode.key : isKeyword ? text : undefined;
  const block = astNode.$container?.$type;
  const word = keyword === undefined || block === undefined ? undefined : findWord(block, keyword);
  const parts = [inner && `**${text}**\n\n${inner.means}`, word && `**${keyword ?? ''}**\n\n${word.means}`];
  return compact(parts).join('\n\n---\n\n') || undefined;
}
