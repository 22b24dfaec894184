import { expect, it } from 'vitest';
import { createGrammarWords, createOstopoCoreServices } from '#language';
import { findWord, listWords } from '#server';

const words = createGrammarWords(createOstopoCoreServices().Ostopo.Grammar);
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
