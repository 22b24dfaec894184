import { type AstNodeDescription, type GrammarAST, type LangiumDocument, type ReferenceInfo, type Stream, stream } from 'langium';
import {
  type CompletionAcceptor,
  type CompletionContext,
  type CompletionProviderOptions,
  type CompletionValueItem,
  DefaultCompletionProvider,
} from 'langium/lsp';
import {
  type CancellationToken,
  type CompletionItem,
  CompletionItemKind,
  CompletionList,
  type CompletionParams,
  InsertTextFormat,
  type Position,
} from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createFreeValues } from '#language';
import { elementsByNode } from '../analysis/element-nodes.ts';
import { liveSnippet } from '../completion/live-snippets.ts';
import { type ProposalInput, proposeValues } from '../completion/value-proposals.ts';
import { isOpen, isSensible } from '../completion/written-keywords.ts';
import type { OstopoServices } from '../server-services.ts';
import { isFitting } from './fitting-candidates.ts';
import { enclosingBlock } from './enclosing-block.ts';
import { findWord, gist, sortKey } from '../vocabulary/find-word.ts';

/** Keywords with a snippet and their meaning, and the names that make sense where the cursor is. */
export class ModelCompletionProvider extends DefaultCompletionProvider {
  override readonly completionOptions: CompletionProviderOptions = { triggerCharacters: [' ', '.'] };

  constructor(private readonly services: OstopoServices) {
    super(services);
  }

  /** Names and keywords as the grammar has them, and values that are free where a value is due. */
  override async getCompletion(
    document: LangiumDocument,
    params: CompletionParams,
    cancelToken?: CancellationToken,
  ): Promise<CompletionList | undefined> {
    const list = await super.getCompletion(document, params, cancelToken);
    const values = this.completeValues(document, params.position);
    if (values.length === 0) return list;
    return CompletionList.create([...values, ...(list?.items ?? [])], true);
  }

  private completeValues(document: LangiumDocument, position: Position): CompletionItem[] {
    const { textDocument } = document;
    const offset = textDocument.offsetAt(position);
    const line = textDocument.getText({ start: { line: position.line, character: 0 }, end: position });
    const before = /[^{}\r\n]*$/.exec(line)?.[0] ?? '';
    if (before.includes('//')) return [];
    const begun = /[^\s,]*$/.exec(before)?.[0] ?? '';
    const words = before
      .slice(0, before.length - begun.length)
      .split(/\s+/)
      .filter((word) => word !== '');
    const range = { start: textDocument.positionAt(offset - begun.length), end: position };
    return proposeValues(this.proposalInput(document, offset), words).map(({ text, detail }, i) => ({
      label: text,
      kind: CompletionItemKind.Value,
      detail,
      sortText: `0${String(i).padStart(3, '0')}`,
      filterText: text,
      textEdit: { range, newText: text },
    }));
  }

  private proposalInput(document: LangiumDocument, offset: number): ProposalInput {
    const analysis = this.services.analysis.Analyses.of(document);
    const block = enclosingBlock(document.parseResult.value, offset);
    return { analysis, block, free: createFreeValues(analysis.topology, analysis.deployment) };
  }

  protected override completionForKeyword(context: CompletionContext, keyword: GrammarAST.Keyword, acceptor: CompletionAcceptor): void {
    if (!this.filterKeyword(context, keyword)) return;
    const root = context.document.parseResult.value;
    const block = enclosingBlock(root, context.tokenOffset);
    const blockType = block?.$type ?? 'Model';
    const word = findWord(blockType, keyword.value);
    if (
      word
        ? !isOpen(block, root, keyword.value)
        : !isSensible(this.proposalInput(context.document, context.tokenOffset), context.node, keyword.value)
    )
      return;
    const snippet = word && (liveSnippet(this.proposalInput(context.document, context.tokenOffset), keyword.value) ?? word.snippet);
    acceptor(context, {
      label: keyword.value,
      kind: this.getKeywordCompletionItemKind(keyword),
      sortText: `1${word ? sortKey(blockType, keyword.value) : keyword.value}`,
      ...(word && { labelDetails: { description: gist(word) }, documentation: { kind: 'markdown', value: word.means } }),
      ...(snippet !== undefined && { insertText: snippet, insertTextFormat: InsertTextFormat.Snippet }),
    });
  }

  /** What may follow is due after white space or a sign: glued to a word it would be taken by the Tab that leaves a placeholder. */
  protected override performNextTokenCompletion(_document: LangiumDocument, text: string): boolean {
    return /^(?:[{},"]|\.\.)/.test(text);
  }

  /** The names that fit what is typed and the place, those without a tenant in front first; no more than a person scrolls through. */
  protected override getReferenceCandidates(reference: ReferenceInfo, context: CompletionContext): Stream<AstNodeDescription> {
    const { topology } = this.services.analysis.Analyses.of(context.document);
    const scope = this.services.references.ScopeProvider.getScope(reference);
    const typed = context.textDocument.getText().slice(context.tokenOffset, context.offset);
    const names = [...scope.allNames()].filter((name) => this.fuzzyMatcher.match(typed, name));
    const [plain, qualified] = [names.filter((name) => !name.includes('.')), names.filter((name) => name.includes('.'))];
    return stream(plain, qualified)
      .filter((name) => isFitting(topology, reference, name))
      .limit(MOST_NAMES)
      .flatMap((name) => scope.getElement(name) ?? []);
  }

  protected override createReferenceCompletionItem(
    candidate: AstNodeDescription,
    reference: ReferenceInfo,
    context: CompletionContext,
  ): CompletionValueItem {
    const analysis = this.services.analysis.Analyses.of(context.document);
    const ids = (candidate.node && elementsByNode(analysis).get(candidate.node)) ?? [];
    const id = ids.find((each) => each.endsWith(`:${candidate.name}`) || each.endsWith(`.${candidate.name}`)) ?? ids[0]; // one of `hv-[1..4]`
    const detail = id === undefined ? undefined : analysis.summaryOf(id);
    return { ...super.createReferenceCompletionItem(candidate, reference, context), sortText: `0${candidate.name}`, detail: detail ?? '' };
  }

  protected override findFeaturesAt(textDocument: TextDocument, offset: number): NextFeatures {
    const { start } = this.pieceAround(textDocument.getText(), offset);
    const piece = TextDocument.create(
      textDocument.uri,
      textDocument.languageId,
      textDocument.version,
      textDocument.getText().slice(start, offset),
    );
    return super.findFeaturesAt(piece, offset - start);
  }

  protected override backtrackToAnyToken(text: string, offset: number): Tokens {
    const { start, end } = this.pieceAround(text, offset);
    const tokens = super.backtrackToAnyToken(text.slice(start, end), offset - start);
    return {
      nextTokenStart: tokens.nextTokenStart + start,
      nextTokenEnd: tokens.nextTokenEnd + start,
      ...(tokens.previousTokenStart !== undefined && { previousTokenStart: tokens.previousTokenStart + start }),
      ...(tokens.previousTokenEnd !== undefined && { previousTokenEnd: tokens.previousTokenEnd + start }),
    };
  }

  /** The part of a text that says all about an offset: the block at the top of the file that it is in. */
  private pieceAround(text: string, offset: number): { readonly start: number; readonly end: number } {
    const { parser, shared } = this.services;
    const pieces = shared.workspace.LangiumDocuments.all.map(({ parseResult }) =>
      parser.LangiumParser.pieceAround(parseResult.value, text, offset),
    );
    return pieces.find((piece) => piece !== undefined) ?? { start: 0, end: text.length };
  }
}

type NextFeatures = ReturnType<DefaultCompletionProvider['findFeaturesAt']>;
type Tokens = ReturnType<DefaultCompletionProvider['backtrackToAnyToken']>;

/** Most names that are offered at once; typing on brings the others. */
const MOST_NAMES = 500;
