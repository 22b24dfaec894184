import type { LexerResult } from 'langium';
import { nearestName } from '../names/nearest-name.ts';
import { headerBefore } from './block-headers.ts';
import type { BlockContents } from './close-open-blocks.ts';

type Token = LexerResult['tokens'][number];
type LexerError = LexerResult['errors'][number];

/** A misspelt keyword, beside what the lexer could not read. */
export interface MisspeltKeyword extends LexerError {
  readonly misspelt: {
    readonly found: string;
    readonly nearest: string;
    /** The keyword of the block it stands in; `file` outside all. */
    readonly block: string;
  };
}

interface Mended {
  readonly tokens: Token[];
  readonly hidden: Token[];
  readonly errors: LexerError[];
}

/**
 * One misspelt keyword before a block (`netwrok n { … }`) would leave its braces to nobody, and all that follows would be read as something
 * else. So what was probably meant is read, and told; a block before which nothing of the kind stands is passed over whole. What is written
 * rightly is never touched: each of its `{` follows a header. A block where no such block can stand is passed over too, unless a `}` is missing
 * somewhere, for then it may stand where it should. Takes tokens whose keywords that are names are WORDs already.
 */
export function mendKeywords(
  { tokens, hidden, errors }: LexerResult,
  contents: BlockContents,
  typeOf: (keyword: string) => Token['tokenType'],
): Mended {
  const kept: Token[] = [];
  const passedOver: Token[] = [];
  const found: LexerError[] = [];
  const open: string[] = [];
  let closed: ReadonlyMap<number, number> | undefined;
  const isBalanced = count(tokens, '{') === count(tokens, '}');
  const mend = (token: Token, keyword: string): void => {
    found.push(misspelt(token, keyword, open.at(-1) ?? 'file'));
    token.tokenType = typeOf(keyword);
    token.tokenTypeIdx = token.tokenType.tokenTypeIdx ?? 0;
  };
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (!token) break;
    if (token.tokenType.name === 'expect') mendExpectation(tokens, i, mend);
    if (token.image === '}') open.pop();
    if (token.image === '{') {
      const header = headerBefore(kept, contents, open.at(-1) ?? '');
      const end = header ? undefined : (closed ??= closedBraces(tokens)).get(i);
      if (end !== undefined) {
        found.push(strayBrace(token));
        passedOver.push(...tokens.slice(i, end + 1));
        i = end;
        continue;
      }
      if (header?.misspelt) mend(header.misspelt.token, header.misspelt.keyword);
      const stray = isBalanced && header?.first && isMisplaced(header.keyword, open.at(-1) ?? '', contents) ? header.first : undefined;
      const last = stray && (closed ??= closedBraces(tokens)).get(i);
      if (stray && last !== undefined) {
        found.push(misplaced(stray, open.at(-1), contents));
        passedOver.push(...kept.splice(kept.lastIndexOf(stray)), ...tokens.slice(i, last + 1));
        i = last;
        continue;
      }
      open.push(header?.keyword ?? '');
    }
    kept.push(token);
  }
  if (found.length === 0) return { tokens, hidden, errors };
  const hiddenToo = [...hidden, ...passedOver].sort((a, b) => a.startOffset - b.startOffset);
  return { tokens: kept, hidden: passedOver.length === 0 ? hidden : hiddenToo, errors: [...errors, ...found] };
}

function count(tokens: readonly Token[], brace: '{' | '}'): number {
  return tokens.reduce((sum, { image }) => sum + (image === brace ? 1 : 0), 0);
}

/** Whether a block can stand in another, or (`''`) at the top of the file; of blocks that are none of the language nothing is said. */
function isMisplaced(keyword: string, block: string, contents: BlockContents): boolean {
  return contents.get(keyword)?.has(block) === false;
}

/** Blocks that stand at the top of a file only: a line that starts one ends what may be passed over. */
const OF_THE_FILE: ReadonlySet<string> = new Set(['import', 'fabric', 'host', 'tenant']);

/** For every `{` that is closed before a block of the file starts, the index of its `}`; in one walk, for a text may be nothing but braces. */
function closedBraces(tokens: readonly Token[]): ReadonlyMap<number, number> {
  const closed = new Map<number, number>();
  let open: number[] = [];
  for (const [i, token] of tokens.entries()) {
    if (token.image === '{') open.push(i);
    else if (token.image === '}') {
      const start = open.pop();
      if (start !== undefined) closed.set(start, i);
    } else if (OF_THE_FILE.has(token.tokenType.name) && tokens[i - 1]?.endLine !== token.startLine) open = [];
  }
  return closed;
}

/** `expect A [never] reaches B`, either word misspelt. */
function mendExpectation(tokens: readonly Token[], start: number, mend: (token: Token, keyword: string) => void): void {
  let at = start + (tokens[start + 1]?.tokenType.name === 'STRING' ? 3 : 2);
  const near = (keywords: readonly string[]): boolean => {
    const token = tokens[at];
    const before = tokens[at - 1];
    if (token?.tokenType.name !== 'WORD' || before?.endLine !== token.startLine) return false;
    const keyword = nearestName(token.image, keywords);
    if (keyword !== undefined) mend(token, keyword);
    return keyword !== undefined;
  };
  near(['never', 'reaches']);
  if (tokens[at]?.tokenType.name !== 'never') return;
  at += 1;
  near(['reaches']);
}

function misspelt({ image, startOffset, startLine, startColumn }: Token, nearest: string, block: string): MisspeltKeyword {
  const where = { offset: startOffset, length: image.length, line: startLine, column: startColumn };
  return { ...where, message: '', misspelt: { found: image, nearest, block } };
}

function misplaced({ image, startOffset, startLine, startColumn }: Token, block: string | undefined, contents: BlockContents): LexerError {
  const homes = [...(contents.get(image) ?? [])];
  const home = homes.includes('') ? 'to the top of the file' : homes.map((other) => `into a ${other}`).join(' or ');
  const where = block === undefined ? 'at the top of a file' : `in the block of a ${block}`;
  const message = `\`${image}\` cannot stand ${where}, and what is in it does not count: move it ${home}`;
  return { message, offset: startOffset, length: image.length, line: startLine, column: startColumn };
}

function strayBrace({ startOffset, startLine, startColumn }: Token): LexerError {
  const message =
    '`{` opens no block here: a word before it is not one that has a block, or it is one too many; what is in it does not count';
  return { message, offset: startOffset, length: 1, line: startLine, column: startColumn };
}
