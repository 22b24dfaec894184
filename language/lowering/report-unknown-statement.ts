import type { UnknownStatement } from '../generated/ast.ts';
import { OstopoGrammar } from '../generated/grammar.ts';
import { nearestName } from '../names/nearest-name.ts';
import { createGrammarWords } from '../parsing/grammar-words.ts';
import type { Lowering } from './lowering.ts';
import { withArticle } from './with-article.ts';

/** Reports a word that stands where a property or block is expected. */
export function reportUnknownStatement(lowering: Lowering, node: UnknownStatement, block: string): void {
  const [word = ''] = node.words;
  const where = block === 'file' ? 'at the top of a file' : `in ${withArticle(block)}`;
  const nearest = nearestName(word, createGrammarWords(OstopoGrammar()).inside(node.$container.$type));
  const hint = word.startsWith('#') ? '; comments start with `//`' : nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
  lowering.report('OST1003', lowering.places.ofProperty(node, 'words', 0), `\`${word}\` means nothing ${where}${hint}`, {
    data: { found: word, block, ...(nearest === undefined ? {} : { nearest }) },
  });
}
