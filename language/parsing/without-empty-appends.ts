import type { LangiumParser, LexerResult } from 'langium';

/** What is private in Langium's parser; nothing else can reach it. */
interface ParserFields {
  readonly nodeBuilder: { addHiddenNodes(tokens: LexerResult['tokens']): void };
}

/**
 * Langium adds the comments before each token to the syntax tree, also where there are none, and appending nothing to a list takes the
 * engine as long as the list is: a list of a hundred thousand words took seconds.
 */
export function withoutEmptyAppends(parser: LangiumParser): void {
  const { nodeBuilder } = parser as unknown as ParserFields; // see ParserFields
  const addHiddenNodes = nodeBuilder.addHiddenNodes.bind(nodeBuilder);
  nodeBuilder.addHiddenNodes = (tokens) => {
    if (tokens.length > 0) addHiddenNodes(tokens);
  };
}
