import type { AstNodeDescription, GrammarAST, LangiumDocument, ReferenceInfo, Stream } from 'langium';
import { stream } from 'langium';
import {
  type CompletionAcceptor,
  type CompletionContext,
  type CompletionProviderOptions,
  type CompletionValueItem,
  DefaultCompletionProvider,
} from 'langium/lsp';
import { type CancellationToken, CompletionList, type CompletionParams } from 'vscode-languageserver';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { DEFAULT_GROUP } from '#core/model';
import { ast, createFreeValues } from '#language';
import { completeImport } from '../completion/import-paths.ts';
import { exactFirst } from '../completion/exact-first.ts';
import { keywordItems, startsStatement } from '../completion/keyword-items.ts';
import { listAround } from '../completion/list-members.ts';
import { describeName } from '../completion/name-items.ts';
import type { ProposalInput } from '../completion/proposal.ts';
import { completeValues } from '../completion/value-items.ts';
import type { OstopoServices } from '../server-services.ts';
import { fittingNames, takesAnother } from '../fitting/fitting-names.ts';
import { enclosingBlock } from './enclosing-block.ts';

/** Keywords with a snippet and their meaning, and the names that make sense where the cursor is. */
export class ModelCompletionProvider extends DefaultCompletionProvider {
  override readonly completionOptions: CompletionProviderOptions = { triggerCharacters: [' ', '.', '"', '/'] };

  constructor(private readonly services: OstopoServices) {
    super(services);
  }

  /** Names and keywords as the grammar has them, and values that are free where a value is due. */
  override async getCompletion(
    document: LangiumDocument,
    params: CompletionParams,
    cancelToken?: CancellationToken,
  ): Promise<CompletionList> {
    const { position } = params;
    const paths = await completeImport(document, position, this.services.shared.workspace.FileSystemProvider);
    if (paths) return CompletionList.create([...paths], true);
    const offset = document.textDocument.offsetAt(position);
    const isRangeOpen = document.textDocument.getText().slice(Math.max(0, offset - 2), offset) === '..';
    const list = isRangeOpen ? undefined : await super.getCompletion(document, params, cancelToken);
    const values = completeValues(document, position, () => this.proposalInput(document, offset));
    return CompletionList.create([...exactFirst([...values, ...(list?.items ?? [])], document.textDocument, position)], true);
  }

  private proposalInput(document: LangiumDocument, offset: number): ProposalInput {
    const analysis = this.services.analysis.Analyses.of(document);
    const block = enclosingBlock(document.parseResult.value, offset);
    const following = /[^\r\n]*/.exec(document.textDocument.getText().slice(offset))?.[0] ?? '';
    return { analysis, block, free: createFreeValues(analysis.topology, analysis.deployment), following };
  }

  /** A statement stands on one line: at the start of a line another one begins, and behind an item of the file none does. */
  protected override *buildContexts(...place: Parameters<DefaultCompletionProvider['buildContexts']>): IterableIterator<CompletionContext> {
    for (const context of super.buildContexts(...place)) {
      const { features, textDocument, tokenOffset, document } = context;
      const { line } = textDocument.positionAt(tokenOffset);
      const before = textDocument.getText({ start: { line, character: 0 }, end: textDocument.positionAt(tokenOffset) });
      const starting = features.filter(({ feature }) => startsStatement(feature));
      const going = features.filter(({ feature }) => !startsStatement(feature));
      if (before.trim() === '') yield { ...context, features: starting.length > 0 ? starting : features };
      else yield { ...context, features: going.length > 0 && !enclosingBlock(document.parseResult.value, tokenOffset) ? going : features };
    }
  }

  protected override completionForKeyword(context: CompletionContext, keyword: GrammarAST.Keyword, acceptor: CompletionAcceptor): void {
    const { document, textDocument, node, tokenOffset, offset } = context;
    const text = textDocument.getText();
    if (listAround(text, tokenOffset, offset).members.has(keyword.value)) return;
    const input = this.proposalInput(document, tokenOffset);
    const place = { input, node, root: document.parseResult.value, text, start: tokenOffset, end: offset };
    for (const item of keywordItems(place, keyword)) acceptor(context, item);
  }

  /** What may follow is due after white space or a sign: glued to a word it would be taken by the Tab that leaves a placeholder. */
  protected override performNextTokenCompletion(_document: LangiumDocument, text: string): boolean {
    return /^(?:[{},"]|\.\.)/.test(text);
  }

  /** The names that fit what is typed and the place, those without a tenant in front first; no more than a person scrolls through. */
  protected override getReferenceCandidates(reference: ReferenceInfo, context: CompletionContext): Stream<AstNodeDescription> {
    const scope = this.services.references.ScopeProvider.getScope(reference);
    const text = context.textDocument.getText();
    const typed = text.slice(context.tokenOffset, context.offset);
    const { members } = listAround(text, context.tokenOffset, context.offset);
    if (!takesAnother(reference, members.size)) return stream();
    const isFitting = fittingNames(this.services.analysis.Analyses.of(context.document), reference);
    const names = [...scope.allNames()].filter((name) => this.fuzzyMatcher.match(typed, name));
    const [plain, qualified] = [names.filter((name) => !name.includes('.')), names.filter((name) => name.includes('.'))];
    return stream(plain, qualified)
      .filter((name) => !members.has(name) && isFitting(name))
      .limit(MOST_NAMES)
      .flatMap((name) => scope.getElement(name) ?? unwrittenDefault(name, context.document));
  }

  protected override createReferenceCompletionItem(
    candidate: AstNodeDescription,
    reference: ReferenceInfo,
    context: CompletionContext,
  ): CompletionValueItem {
    const analysis = this.services.analysis.Analyses.of(context.document);
    return { ...super.createReferenceCompletionItem(candidate, reference, context), ...describeName(analysis, candidate) };
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

/** The `default` security group, which a tenant has without a block that declares it. */
function unwrittenDefault(name: string, { uri }: LangiumDocument): readonly AstNodeDescription[] {
  return name === DEFAULT_GROUP ? [{ type: ast.SecurityGroup.$type, name, documentUri: uri, path: '' }] : [];
}

/** Most names that are offered at once; typing on brings the others. */
const MOST_NAMES = 250;
