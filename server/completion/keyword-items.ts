import { type AstNode, AstUtils, GrammarAST } from 'langium';
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import { blockWords, findWord, gist, sortKey } from '../vocabulary/find-word.ts';
import { findInnerWord } from '../vocabulary/inner-words.ts';
import { goesOn } from './goes-on.ts';
import { LABELLED_EXPECTATION, liveSnippet } from '../snippets/live-snippet.ts';
import { isChoice, isPossible } from './possible-words.ts';
import type { ProposalInput } from './proposal.ts';
import { spaced } from './spaced.ts';
import { isOpen } from './written-keywords.ts';

/** Where a keyword may be written: in which block and statement, and what stands around it. */
export interface KeywordPlace {
  readonly input: ProposalInput;
  readonly node: AstNode | undefined;
  readonly root: AstNode;
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

/** What is offered for a keyword of the grammar; nothing where it would contradict what is written. */
export function keywordItems(place: KeywordPlace, keyword: GrammarAST.Keyword): readonly CompletionItem[] {
  const rule = ruleOf(keyword);
  if (keyword.value === '{') return offerBlock(place, rule);
  const inner = findInnerWord(rule, keyword.value);
  if (inner) {
    if (!goesOn(place.input, place.node, rule, keyword.value) || !isChoice(place.input, place.node, rule, keyword.value)) return [];
    // the internet comes before all names, other words after those
    return [describe(keyword.value, keyword.value, inner.means, keyword.value === 'internet' ? '00' : `1${inner.order}`)];
  }
  return offerProperty(place, keyword.value);
}

/** Whether a keyword starts a statement, rather than going on with one. */
export function startsStatement(keyword: GrammarAST.AbstractElement): boolean {
  return GrammarAST.isKeyword(keyword) && /^[a-z]/.test(keyword.value) && !findInnerWord(ruleOf(keyword), keyword.value);
}

function ruleOf(keyword: GrammarAST.AbstractElement): string {
  return AstUtils.getContainerOfType(keyword, GrammarAST.isParserRule)?.name ?? '';
}

function offerProperty(place: KeywordPlace, keyword: string): readonly CompletionItem[] {
  const { input, root } = place;
  const blockType = input.block?.$type ?? 'Model';
  const word = findWord(blockType, keyword);
  if (!word || !isOpen(input.block, root, keyword) || !isPossible(input, keyword) || takesBlock(place)) return [];
  const offer = (label: string, means: string): CompletionItem => {
    const snippet = hasRest(place) ? keyword : (liveSnippet(input, label) ?? word.snippet ?? label);
    const insertText = spaced(snippet, { ...place, isProperty: input.block !== undefined });
    const item = describe(label, insertText, means, `3${sortKey(blockType, keyword)}${label}`);
    return { ...item, insertTextFormat: InsertTextFormat.Snippet };
  };
  const plain = offer(keyword, word.means);
  return keyword === 'expect' ? [plain, offer(LABELLED_EXPECTATION, `With a name, as reports give it. ${word.means}`)] : [plain];
}

/** Whether the word that is being written has its value behind it already. */
function hasRest({ text, start, end }: KeywordPlace): boolean {
  return start < end && /^[ \t]+[^\s{}]/.test(text.slice(end));
}

/** Whether braces follow: they belong to what is there, and would become those of another statement. */
function takesBlock({ text, start, end, input }: KeywordPlace): boolean {
  return input.block !== undefined && start === end && /^[ \t]*\{/.test(text.slice(end));
}

/** The braces of a block, and what may stand in them; none where there are some already. */
function offerBlock({ text, start, end }: KeywordPlace, rule: string): readonly CompletionItem[] {
  const words = blockWords(rule);
  if (start < end || words.length === 0 || /^\s*\{/.test(text.slice(end))) return [];
  const item = describe('{ … }', '{\n\t$0\n}', `Its ${words.join(', its ')}.`, '2');
  return [{ ...item, kind: CompletionItemKind.Snippet, insertTextFormat: InsertTextFormat.Snippet }];
}

function describe(label: string, insertText: string, means: string, sortText: string): CompletionItem {
  return {
    label,
    kind: CompletionItemKind.Keyword,
    sortText,
    labelDetails: { description: gist({ means }) },
    documentation: { kind: 'markdown', value: means },
    insertText,
  };
}
