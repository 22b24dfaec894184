import { type AstNode, AstUtils, type LangiumDocument, type ParseResult } from 'langium';
import { type Model, isUnknownStatement } from '../generated/ast.ts';

/** A stretch of text, by offsets; `end` is exclusive. */
interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What the parser knows and the tokens do not say: where statements start, and what of the text is sound. */
export interface TextStructure {
  /** Offsets at which an item of the file starts. */
  readonly items: ReadonlySet<number>;
  /** Offsets at which a statement of a block starts. */
  readonly statements: ReadonlySet<number>;
  /** Whether the offset is in a statement that means nothing. */
  readonly isLoose: (offset: number) => boolean;
  /** Whether the offset is in an item that was read without errors. */
  readonly isSound: (offset: number) => boolean;
  /** Whether the offset is in an item at all. */
  readonly isItem: (offset: number) => boolean;
}

/** The lists of the grammar that stand between braces, one statement after the other. */
const BLOCK_LISTS = new Set(['properties', 'settings', 'items']);

/** Reads the structure off a parsed document. */
export function readStructure(document: LangiumDocument): TextStructure {
  // The grammar's entry rule makes the root of every document a Model.
  const model = document.parseResult.value as Model;
  const items = model.items.flatMap((item) => stretchOf(item) ?? []);
  const faulty = faultyItems(items, document.parseResult);
  const statements = new Set<number>();
  const loose: Stretch[] = [];
  for (const node of AstUtils.streamAst(model)) {
    const stretch = stretchOf(node);
    if (!stretch) continue;
    if (node.$container !== model && BLOCK_LISTS.has(node.$containerProperty ?? '')) statements.add(stretch.start);
    if (isUnknownStatement(node)) loose.push(stretch);
  }
  const itemAt = finder(items);
  return {
    items: new Set(items.map(({ start }) => start)),
    statements,
    isLoose: (offset) => finder(loose)(offset) !== undefined,
    isSound: (offset) => {
      const item = itemAt(offset);
      return item !== undefined && !faulty.has(item);
    },
    isItem: (offset) => itemAt(offset) !== undefined,
  };
}

function stretchOf(node: AstNode): Stretch | undefined {
  const cst = node.$cstNode;
  return cst && cst.length > 0 ? { start: cst.offset, end: cst.end } : undefined;
}

/** An error spoils the item it is in, and the item of the token before it: the reader may have gone astray there. */
function faultyItems(items: readonly Stretch[], { lexerErrors, parserErrors }: ParseResult): ReadonlySet<Stretch> {
  const itemAt = finder(items);
  const offsets = [
    ...lexerErrors.map((error) => error.offset),
    ...parserErrors.flatMap((error) => [
      error.token.startOffset,
      'previousToken' in error ? (error.previousToken as { startOffset: number }).startOffset : NaN, // Chevrotain sets it on most kinds
    ]),
  ];
  const faulty = new Set(offsets.flatMap((offset) => itemAt(offset) ?? []));
  const last = items.at(-1);
  const atEnd = parserErrors.some(({ token }) => !Number.isFinite(token.startOffset) || token.startOffset < 0);
  return atEnd && last ? faulty.add(last) : faulty;
}

/** Finds the stretch an offset is in; the stretches stand in the order of the text and do not overlap. */
function finder(stretches: readonly Stretch[]): (offset: number) => Stretch | undefined {
  return (offset) => {
    let [low, high] = [0, stretches.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((stretches[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    const candidate = stretches[low - 1];
    return candidate && offset < candidate.end ? candidate : undefined;
  };
}
