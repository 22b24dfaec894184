import type { GrammarAST, LexerResult } from 'langium';
import { createGrammarWords } from './grammar-words.ts';

type Token = LexerResult['tokens'][number];

/** For each keyword that can open a block: the blocks it may stand in, by their keyword (`''` is the file). */
export type BlockContents = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads off the grammar which block may stand in which. */
export function createBlockContents(grammar: GrammarAST.Grammar): BlockContents {
  const words = createGrammarWords(grammar);
  const blocks = words.blockRules.map((rule) => ({ rule, keyword: words.keywordOf(rule) ?? '' }));
  const openers = new Set(blocks.map(({ keyword }) => keyword));
  const contents = new Map<string, Set<string>>();
  for (const { rule, keyword: outer } of [{ rule: 'Model', keyword: '' }, ...blocks]) {
    for (const inner of words.inside(rule)) {
      if (openers.has(inner)) contents.set(inner, (contents.get(inner) ?? new Set()).add(outer));
    }
  }
  return contents;
}

interface Closed {
  readonly tokens: Token[];
  readonly errors: LexerResult['errors'];
}

/**
 * A block left open in the middle of a file would swallow all that follows. Where a file has more `{` than `}`, a line that starts a block
 * which cannot stand in the open block, but can further out, closes what is open; the missing `}` is reported where the block was opened.
 */
export function closeOpenBlocks(tokens: Token[], contents: BlockContents, brace: Token['tokenType']): Closed {
  let missing = tokens.filter((token) => token.image === '{').length - tokens.filter((token) => token.image === '}').length;
  if (missing <= 0) return { tokens, errors: [] };
  const result: Token[] = [];
  const errors: LexerResult['errors'] = [];
  const open: { readonly block: string; readonly brace: Token }[] = [];
  let block = '';
  for (const [i, token] of tokens.entries()) {
    if (token.image === '{') open.push({ block, brace: token });
    if (token.image === '}') open.pop();
    if (contents.has(token.tokenType.name)) {
      const depth = startsLine(token, tokens[i - 1])
        ? depthFor(
            token.tokenType.name,
            open.map((o) => o.block),
            contents,
          )
        : open.length;
      while (open.length > depth && missing > 0) {
        const unclosed = open.pop();
        if (unclosed) errors.push(missingBrace(unclosed.brace, unclosed.block, token));
        result.push({
          image: '}',
          startOffset: NaN,
          endOffset: NaN,
          tokenType: brace,
          tokenTypeIdx: brace.tokenTypeIdx ?? 0,
          isInsertedInRecovery: true,
        });
        missing -= 1;
      }
    }
    if (contents.has(token.tokenType.name)) block = token.tokenType.name;
    result.push(token);
  }
  return { tokens: result, errors };
}

function startsLine(token: Token, before: Token | undefined): boolean {
  return before?.endLine !== token.startLine;
}

/** How many blocks stay open for this one to stand where it can; all of them where it can stand nowhere. */
function depthFor(keyword: string, open: readonly string[], contents: BlockContents): number {
  for (let depth = open.length; depth >= 0; depth--) {
    if (contents.get(keyword)?.has(depth === 0 ? '' : (open[depth - 1] ?? ''))) return depth;
  }
  return open.length;
}

function missingBrace(brace: Token, block: string, next: Token): LexerResult['errors'][number] {
  const message = `\`}\` is missing: the block of this ${block} is still open where \`${next.image}\` starts on line ${String(next.startLine)}`;
  return { message, offset: brace.startOffset, length: 1, line: brace.startLine, column: brace.startColumn };
}
