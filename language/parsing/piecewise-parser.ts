import {
  type AstNode,
  type CstNode,
  type LangiumCoreServices,
  LangiumParser,
  type ParseResult,
  type ParserOptions,
  RootCstNodeImpl,
  createParser,
} from 'langium';
import { invariant } from '#core/base';
import type * as ast from '../generated/ast.ts';
import { countLineBreaks, findEdit } from './find-edit.ts';
import { movePiece, placeErrors, placeTokens } from './move-piece.ts';
import { OstopoParserMessages } from './ostopo-parser-messages.ts';
import { PreparedLexer } from './prepared-lexer.ts';
import { type Piece, type PieceTokens, type PieceTree, bodyOf, splitPieces } from './pieces.ts';
import { rememberFollows } from './remembered-follows.ts';
import { withoutEmptyAppends } from './without-empty-appends.ts';

/** Makes the language's parser. */
export function createPiecewiseParser(services: LangiumCoreServices): PiecewiseParser {
  const parser = new PiecewiseParser(services);
  createParser(services.Grammar, parser, services.parser.Lexer.definition);
  parser.finalize();
  return parser;
}

/** Parses a text piece by piece (see pieces.ts), and after an edit inside one piece that one alone. */
export class PiecewiseParser extends LangiumParser {
  /** How many pieces were parsed so far: what an edit costs is measured by it. */
  parsedPieces = 0;
  protected override readonly lexer: PreparedLexer;
  private readonly messages: OstopoParserMessages | undefined;
  private readonly trees = new WeakMap<AstNode, PieceTree>();

  constructor(services: LangiumCoreServices) {
    super(services);
    this.lexer = new PreparedLexer(services.parser.Lexer);
    withoutEmptyAppends(this);
    rememberFollows(this.wrapper);
    const messages = services.parser.ParserErrorMessageProvider;
    this.messages = messages instanceof OstopoParserMessages ? messages : undefined;
  }

  override parse<T extends AstNode = AstNode>(input: string, options: ParserOptions = {}): ParseResult<T> {
    if (options.rule !== undefined) return super.parse<T>(input, options);
    const lexed = this.lexer.tokenize(input);
    const isBalanced = !lexed.tokens.some((token) => token.isInsertedInRecovery);
    const pieces = splitPieces(lexed).map((piece) => this.parsePiece(input, piece));
    return this.assemble(input, pieces, isBalanced) as unknown as ParseResult<T>; // the entry rule makes a Model
  }

  /**
   * Parses a text that an edit has made of the one an earlier result is of: where the edit lies inside the braces of one piece and leaves them
   * paired, the syntax trees of the others go over into the new result (the earlier one is then spent). `undefined` where all has to be parsed.
   */
  reparse(earlier: AstNode, text: string): ParseResult | undefined {
    const tree = this.trees.get(earlier);
    if (!tree?.isBalanced) return undefined;
    const edit = findEdit(tree.text, text);
    const index = tree.pieces.findIndex(({ body }) => body && body.start <= edit.start && edit.end <= body.end);
    const piece = tree.pieces[index];
    if (!piece?.body) return undefined;
    const endsLine = /[^\r\n]*/y;
    endsLine.lastIndex = piece.body.end + 1;
    if (endsLine.exec(tree.text)?.[0].trim() !== '') return undefined;
    const renewed = this.reparsePiece(piece, { text, end: piece.body.end + 1 + edit.grown, following: tree.pieces[index + 1] });
    if (!renewed) return undefined;
    this.trees.delete(earlier);
    const { end } = piece.body;
    const move = {
      offset: edit.grown,
      line: countLineBreaks(text, piece.start.offset, end + edit.grown) - countLineBreaks(tree.text, piece.start.offset, end),
    };
    for (const later of tree.pieces.slice(index + 1)) movePiece(later, move);
    return this.assemble(text, tree.pieces.with(index, renewed), true);
  }

  /** From where to where the piece of a text reaches that an offset is in, with the comments after it; `undefined` where the text is not the one that was parsed. */
  pieceAround(root: AstNode, text: string, offset: number): { readonly start: number; readonly end: number } | undefined {
    const tree = this.trees.get(root);
    if (tree?.text !== text) return undefined;
    const index = tree.pieces.findLastIndex(({ start }, i) => i === 0 || start.offset <= offset);
    return { start: index === 0 ? 0 : (tree.pieces[index]?.start.offset ?? 0), end: tree.pieces[index + 1]?.start.offset ?? text.length };
  }

  private reparsePiece(
    piece: Piece,
    { text, end, following }: { readonly text: string; readonly end: number; readonly following: Piece | undefined },
  ): Piece | undefined {
    const { tokens, hidden, errors } = this.lexer.tokenize(text.slice(piece.start.offset, end));
    const body = bodyOf(tokens);
    if (body?.end !== end - 1 - piece.start.offset) return undefined;
    placeTokens([...tokens, ...hidden], piece.start);
    placeErrors(errors, piece.start);
    const isBefore = (offset: number) => offset < piece.start.offset;
    const comments = piece.content.filter((node) => isBefore(node.offset));
    const renewed = this.parsePiece(text, {
      tokens,
      hidden,
      errors: [...piece.lexerErrors.filter((error) => isBefore(error.offset)), ...errors],
      following: following?.keyword,
    });
    return { ...renewed, content: [...comments, ...renewed.content] };
  }

  private parsePiece(text: string, { tokens, hidden, errors, following }: PieceTokens): Piece {
    this.parsedPieces += 1;
    this.lexer.prepare({ tokens: [...tokens], hidden: [...hidden], errors: [] });
    if (this.messages) this.messages.following = following;
    const { value, parserErrors } = super.parse<ast.Model>(text);
    const [first] = tokens;
    return {
      start: { offset: first?.startOffset ?? 0, line: (first?.startLine ?? 1) - 1, column: (first?.startColumn ?? 1) - 1 },
      body: bodyOf(tokens),
      keyword: first?.image ?? '',
      items: value.items,
      content: rootOf(value).content,
      lexerErrors: errors,
      parserErrors,
    };
  }

  private assemble(text: string, pieces: readonly Piece[], isBalanced: boolean): ParseResult<ast.Model> {
    const cst = new RootCstNodeImpl(text);
    const model: ast.Model = { $type: 'Model', items: pieces.flatMap(({ items }) => items), $cstNode: cst as CstNode }; // Langium's own types differ in `undefined`
    for (const [i, item] of model.items.entries())
      Object.assign(item, { $container: model, $containerProperty: 'items', $containerIndex: i });
    cst.content = pieces.flatMap(({ content }) => content);
    cst.astNode = model;
    for (const child of cst.content) Object.assign(child, { container: cst });
    this.trees.set(model, { text, pieces, isBalanced });
    return {
      value: model,
      lexerErrors: pieces.flatMap(({ lexerErrors }) => lexerErrors),
      parserErrors: pieces.flatMap(({ parserErrors }) => parserErrors),
    };
  }
}

/** The parser gives every result the root of its syntax tree. */
function rootOf({ $cstNode }: AstNode): RootCstNodeImpl {
  invariant($cstNode instanceof RootCstNodeImpl, 'expected the root of a syntax tree');
  return $cstNode;
}
