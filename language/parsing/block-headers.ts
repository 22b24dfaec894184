import type { LexerResult } from 'langium';
import { nearestName } from '../names/nearest-name.ts';
import type { BlockContents } from './close-open-blocks.ts';

type Token = LexerResult['tokens'][number];

/** What stands between a block's keyword and its `{`: a keyword, or (`undefined`) a name, a value or a list of such. */
type Header = readonly (string | undefined)[];

/** Every way a block begins; the longer ones first. */
export const BLOCK_HEADERS: readonly Header[] = [
  ['vm', undefined, 'on', undefined],
  ['port', undefined, 'as', undefined],
  ['floating-ip', undefined, 'to', undefined],
  ['subnet', undefined, undefined],
  ...[
    'fabric',
    'overlay',
    'underlay',
    'physical',
    'ha',
    'host',
    'bridge',
    'sriov',
    'tenant',
    'network',
    'dhcp',
    'router',
    'interface',
    'external',
    'security-group',
    'vm',
    'port',
  ].map((keyword) => [keyword, undefined]),
  ['qos'],
];

/** The block a header opens, and the word of it that is misspelt. */
export interface HeaderFound {
  readonly keyword: string;
  /** The first word of a header that is written rightly. */
  readonly first?: Token;
  readonly misspelt?: { readonly token: Token; readonly keyword: string };
}

const LONGEST_HEADER = 4;

/** The header that ends with these tokens, of any block, whether or not it is whole; else the one that was meant, of a block that may stand here. */
export function headerBefore(tokens: readonly Token[], contents: BlockContents, block: string): HeaderFound | undefined {
  const units = unitsBefore(tokens);
  const begun = units.findLastIndex(({ tokenType }) => contents.has(tokenType.name));
  const written = begun < 0 ? [] : units.slice(begun);
  const keyword = BLOCK_HEADERS.find((header) => isBegun(header, written))?.[0];
  if (keyword !== undefined) return { keyword, ...(written[0] && { first: written[0] }) };
  for (const length of [LONGEST_HEADER, 3, 2, 1]) {
    const near = BLOCK_HEADERS.filter(([keyword = '']) => contents.get(keyword)?.has(block)).flatMap((header) => {
      const wrong = header.length === length ? mistakes(header, units) : undefined;
      const [only, another] = wrong ?? [];
      return only && !another && nearestName(only.token.image, [only.keyword]) !== undefined ? [{ header, only }] : [];
    });
    const nearest = nearestName(
      near[0]?.only.token.image ?? '',
      near.map(({ only }) => only.keyword),
    );
    const best = near.find(({ only }) => only.keyword === nearest);
    if (best) return { keyword: best.header[0] ?? '', misspelt: best.only };
  }
  return undefined;
}

/** Whether the words are a header from its keyword on, names and values that are still missing left aside. */
function isBegun(header: Header, words: readonly Token[]): boolean {
  let at = 0;
  for (const { tokenType } of words) {
    while (at < header.length && header[at] === undefined && header.includes(tokenType.name)) at += 1;
    if (at === header.length || (header[at] ?? tokenType.name) !== tokenType.name) return false;
    at += 1;
  }
  return at > 0;
}

/** The last words of a statement, a list with commas as its first one. */
function unitsBefore(tokens: readonly Token[]): readonly Token[] {
  const units: Token[] = [];
  let i = tokens.at(-1)?.image === ',' ? tokens.length - 2 : tokens.length - 1;
  while (units.length < LONGEST_HEADER) {
    const token = tokens[i];
    if (!isWord(token)) break;
    while (tokens[i - 1]?.image === ',' && isWord(tokens[i - 2])) i -= 2;
    const first = tokens[i];
    if (first) units.unshift(first);
    i -= 1;
  }
  return units;
}

/** A keyword, name or value. */
function isWord(token: Token | undefined): token is Token {
  return token !== undefined && !['{', '}', ',', '..'].includes(token.image) && token.tokenType.name !== 'STRING';
}

/** The words that stand where the header has a keyword and are none of the language; `undefined` where it is another header, or a line breaks it. */
function mistakes(header: Header, units: readonly Token[]): readonly { readonly token: Token; readonly keyword: string }[] | undefined {
  const words = units.slice(-header.length);
  if (words.length < header.length) return undefined;
  const wrong: { token: Token; keyword: string }[] = [];
  for (const [i, keyword] of header.entries()) {
    const token = words[i];
    if (!token || keyword === undefined || token.tokenType.name === keyword) continue;
    if (token.tokenType.name !== 'WORD' || words[i + 1]?.startLine !== (header.length > i + 1 ? token.endLine : undefined))
      return undefined;
    wrong.push({ token, keyword });
  }
  return wrong;
}
