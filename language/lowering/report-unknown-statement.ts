import { type AstNode, isAstNode } from 'langium';
import type { SourcePlace } from '#core/base';
import { type Finding, createFinding } from '#core/diagnostics';
import type { UnknownStatement } from '../generated/ast.ts';
import { OstopoGrammar } from '../generated/grammar.ts';
import { nearestName } from '../names/nearest-name.ts';
import { createGrammarWords } from '../parsing/grammar-words.ts';
import type { Lowering } from './lowering.ts';
import { withArticle } from './with-article.ts';

/** Reports a word that stands where a property or block is expected. */
export function reportUnknownStatement(lowering: Lowering, node: UnknownStatement, block: string): void {
  const [found = ''] = node.words;
  const nearest = nearestName(found, wordsFor(node));
  const { code, message, place, data } = unknownWord({ found, nearest, block }, lowering.places.ofProperty(node, 'words', 0));
  lowering.report(code, place, message, { data });
}

interface UnknownWord {
  readonly found: string;
  readonly nearest: string | undefined;
  /** The keyword of the block around it; `file` outside all. */
  readonly block: string;
}

/** The finding about a word that means nothing where it stands. */
export function unknownWord({ found, nearest, block }: UnknownWord, place: SourcePlace): Finding {
  const where = block === 'file' ? 'at the top of a file' : `in ${withArticle(block)}`;
  const hint = found.startsWith('#') ? '; comments start with `//`' : nearest === undefined ? '' : `; did you mean \`${nearest}\`?`;
  return createFinding('OST1003', {
    message: `\`${found}\` means nothing ${where}${hint}`,
    place,
    data: { found, block, ...(nearest === undefined ? {} : { nearest }) },
  });
}

/** What may start a statement here, or go on with the one before it on the line: `allow ingress tcp 22 form …`. */
function wordsFor(node: UnknownStatement): readonly string[] {
  const words = createGrammarWords(OstopoGrammar());
  const before = statementBefore(node);
  const goesOn = before?.$cstNode?.range.end.line === node.$cstNode?.range.start.line;
  return [...words.inside(node.$container.$type), ...(before && goesOn ? words.within(before.$type) : [])];
}

function statementBefore({ $container, $containerProperty, $containerIndex = 0 }: UnknownStatement): AstNode | undefined {
  const siblings: unknown = Object.entries($container).find(([property]) => property === $containerProperty)?.[1];
  const before: unknown = Array.isArray(siblings) ? siblings[$containerIndex - 1] : undefined;
  return isAstNode(before) ? before : undefined;
}
