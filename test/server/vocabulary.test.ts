import { AstUtils, GrammarAST } from 'langium';
import { expect, it } from 'vitest';
import { createGrammarWords, createOstopoCoreServices } from '#language';
import { findInnerWord, findWord, listInnerWords, listWords } from '#server';

const { Grammar } = createOstopoCoreServices().Ostopo;
const words = createGrammarWords(Grammar);
const blockTypes = [...new Set(listWords().map(({ blockType }) => blockType))];

it('explains every word that may start a statement of the grammar, block by block', () => {
  const unexplained = blockTypes.flatMap((type) =>
    words
      .inside(type)
      .filter((keyword) => !findWord(type, keyword))
      .map((keyword) => `${type} ${keyword}`),
  );
  expect(unexplained).toEqual([]);
});

it('explains no word that the grammar does not have there', () => {
  const invented = listWords().filter(({ blockType, keyword }) => !words.inside(blockType).includes(keyword));
  expect(invented).toEqual([]);
});

it('inserts snippets that begin with their keyword', () => {
  const wrong = listWords().filter(({ blockType, keyword }) => {
    const snippet = findWord(blockType, keyword)?.snippet;
    return snippet !== undefined && !snippet.startsWith(`${keyword} `);
  });
  expect(wrong).toEqual([]);
});

/** The words inside the statements of the grammar: all that start none. */
const innerWords = AstUtils.streamAllContents(Grammar)
  .filter(GrammarAST.isKeyword)
  .map((keyword) => ({ rule: AstUtils.getContainerOfType(keyword, GrammarAST.isParserRule)?.name ?? '', keyword: keyword.value }))
  .filter(({ rule, keyword }) => /^[a-z]/.test(keyword) && !startsStatement(rule, keyword))
  .toArray();

function startsStatement(rule: string, keyword: string): boolean {
  return !findInnerWord(rule, keyword) && blockTypes.some((type) => words.inside(type).includes(keyword));
}

it('explains every word inside a statement of the grammar', () => {
  expect(innerWords.filter(({ rule, keyword }) => !findInnerWord(rule, keyword))).toEqual([]);
});

it('explains no word inside a statement that the grammar does not have there', () => {
  const written = new Set(innerWords.map(({ rule, keyword }) => `${rule} ${keyword}`));
  expect(listInnerWords().filter(({ rule, keyword }) => !written.has(`${rule} ${keyword}`))).toEqual([]);
});
