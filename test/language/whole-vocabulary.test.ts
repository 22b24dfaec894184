import { readFileSync } from 'node:fs';
import { CstUtils, GrammarAST } from 'langium';
import { describe, expect, test } from 'vitest';
import { analyse } from '#core/plan';
import { createGrammarWords, createOstopoCoreServices, createOstopoReader, printTopology } from '#language';
import { OTHER_WORDS, WHOLE_VOCABULARY } from '#test/whole-vocabulary';

const services = createOstopoCoreServices();
const reader = createOstopoReader(services);
const { keywords } = createGrammarWords(services.Ostopo.Grammar);

/** The model, and the model with each other word in its place. */
const MODELS: readonly (readonly [what: string, text: string])[] = [
  ['as it is', WHOLE_VOCABULARY],
  ...OTHER_WORDS.map(
    ([written, instead]) => [`${written.trim()} → ${instead.trim()}`, WHOLE_VOCABULARY.replace(written, () => instead)] as const,
  ),
];

/** Words of the language that are no part of one model by itself. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ['import', 'test/language/imports.test.ts'],
  ['iptables-hybrid', 'examples/article-lab.ostopo'], // takes no trunks and no stateless groups
]);

function wordsOf(text: string): readonly string[] {
  const { $cstNode } = services.Ostopo.parser.LangiumParser.parse(text).value;
  return $cstNode
    ? CstUtils.flattenCst($cstNode)
        .filter((leaf) => GrammarAST.isKeyword(leaf.grammarSource))
        .map((leaf) => leaf.text)
        .toArray()
    : [];
}

function errorsOf(text: string): readonly string[] {
  const { topology, findings } = reader.read(text);
  return analyse(topology, findings).findings.flatMap(({ severity, code, message }) =>
    severity === 'error' ? [`${code} ${message}`] : [],
  );
}

/** What a model says, wherever it stands in the text. */
function meaningOf(text: string): unknown {
  const { topology } = reader.read(text);
  return JSON.parse(
    JSON.stringify(topology, (key, value: unknown) => (key === 'places' ? undefined : typeof value === 'bigint' ? String(value) : value)),
  );
}

describe.each(MODELS)('the model that says everything, %s', (_what, text) => {
  test('has nothing wrong, and reads the same when printed', () => {
    expect(errorsOf(text)).toEqual([]);
    expect(meaningOf(printTopology(reader.read(text).topology))).toEqual(meaningOf(text));
  });

  test('says something else than every other', () => {
    const alike = MODELS.filter(([, other]) => other !== text && JSON.stringify(meaningOf(other)) === JSON.stringify(meaningOf(text)));
    expect(alike).toEqual([]);
    expect(MODELS.filter(([, other]) => other === text)).toHaveLength(1);
  });
});

const WRITTEN = new Set(MODELS.flatMap(([, text]) => wordsOf(text)));
const VOCABULARY = /## Vocabulary\n([^]*?)\n## /.exec(readFileSync('docs/language.md', 'utf8'))?.[1] ?? '';

describe('every word of the language', () => {
  test.each(keywords)(
    '`%s` is written in a model that is read, checked and printed, and in the vocabulary of the language’s page',
    (word) => {
      const elsewhere = ELSEWHERE.get(word);
      if (elsewhere === undefined) expect(WRITTEN).toContain(word);
      else expect(readFileSync(elsewhere, 'utf8')).toContain(word);
      expect(VOCABULARY).toMatch(new RegExp(`(?<![a-z0-9-])${word}(?![a-z0-9-])`));
    },
  );
});
