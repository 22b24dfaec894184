import { type AstNode, AstUtils, type CstNode, CstUtils, GrammarAST, GrammarUtils, type LangiumDocument, isLeafCstNode } from 'langium';
import type { HoverProvider } from 'langium/lsp';
import type { Hover, HoverParams } from 'vscode-languageserver';
import { type ElementId, compact, elementId } from '#core/base';
import { DEFAULT_GROUP } from '#core/model';
import { ast, expandWord } from '#language';
import type { OstopoServices } from '../server-services.ts';
import { findWord } from '../vocabulary/find-word.ts';
import { findInnerWord } from '../vocabulary/inner-words.ts';
import { elementFacts } from '../facts/element-facts.ts';
import { printFacts } from '../facts/facts.ts';

/** A block repeated by `[a..b]` shows the facts of its first elements. */
const SHOWN = 3;

const PARTED = '\n\n---\n\n';

/** On a name: what the element became. On a keyword or its value: what the keyword means, and what became of an element it stands for. */
export class ModelHoverProvider implements HoverProvider {
  constructor(private readonly services: OstopoServices) {}

  getHoverContent(document: LangiumDocument, { position }: HoverParams): Hover | undefined {
    const root = document.parseResult.value.$cstNode;
    const leaf =
      root &&
      CstUtils.findDeclarationNodeAtOffset(root, document.textDocument.offsetAt(position), this.services.parser.GrammarConfig.nameRegexp);
    if (!leaf || !isLeafCstNode(leaf) || leaf.hidden) return undefined;
    const parts = compact([this.describeName(document, leaf), describeKeyword(leaf)]);
    return parts.length === 0 ? undefined : { contents: { kind: 'markdown', value: parts.join(PARTED) }, range: leaf.range };
  }

  private describeName(document: LangiumDocument, leaf: CstNode): string | undefined {
    const analysis = this.services.analysis.Analyses.of(document);
    const byNode = analysis.elementsByNode;
    const written = this.namedNodes(leaf).flatMap((node) => byNode.get(node));
    const ids = written.length > 0 ? written : compact([unwrittenDefault(leaf)]);
    const facts = compact(ids.map((id) => elementFacts(analysis, id)));
    if (facts.length === 0) return undefined;
    const more = facts.length > SHOWN ? [`… and ${facts.length - SHOWN} more`] : [];
    return [...facts.slice(0, SHOWN).map(printFacts), ...more].join(PARTED);
  }

  /** The blocks a word names or refers to; the network of a port that has no name of its own is the port's name too. */
  private namedNodes(leaf: CstNode): readonly AstNode[] {
    const { astNode } = leaf;
    if (GrammarAST.isKeyword(leaf.grammarSource)) return opensBlock(leaf) ? [astNode] : [];
    if (isOwnWord(leaf)) return [astNode];
    const named = this.services.references.References.findDeclarations(leaf);
    return ast.isVmPort(astNode) && astNode.name === undefined && !named.includes(astNode) ? [...named, astNode] : named;
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

const OPENING: Readonly<Record<string, string>> = {
  [ast.Dhcp.$type]: 'dhcp',
  [ast.RouterInterface.$type]: 'interface',
  [ast.RouterExternal.$type]: 'external',
  [ast.VmPort.$type]: 'port',
  [ast.FloatingIp.$type]: 'floating-ip',
  [ast.Sriov.$type]: 'sriov',
};

/** A keyword that stands for an element, which need have no name of its own. */
function opensBlock({ astNode, text }: CstNode): boolean {
  return OPENING[astNode.$type] === text;
}

/** The address of a floating IP and the label of an expectation are no names to the grammar, and the element is called so. */
function isOwnWord({ astNode, offset }: CstNode): boolean {
  const property = ast.isFloatingIp(astNode) ? 'address' : ast.isExpectation(astNode) ? 'label' : undefined;
  return property !== undefined && GrammarUtils.findNodeForProperty(astNode.$cstNode, property)?.offset === offset;
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
  return compact(parts).join(PARTED) || undefined;
}
