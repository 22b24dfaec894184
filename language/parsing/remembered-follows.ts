/** Where the parser is in the grammar, as Chevrotain names it: the rules it is in, which use of each in the one before, and the token before the place. */
interface GrammarPath {
  readonly ruleStack: readonly string[];
  readonly occurrenceStack: readonly number[];
  readonly lastTok: { readonly name: string };
  readonly lastTokOccurrence: number;
}

/** What Chevrotain's recovery asks itself; its types do not show it. */
interface Recovering {
  getNextPossibleTokenTypes(path: GrammarPath): readonly object[];
}

/** Where a text is wrong, Chevrotain walks the grammar to learn what may follow, at every fault anew: with ten thousand faults that took half of the parsing. */
export function rememberFollows(parser: object): void {
  const recovering = parser as Recovering; // see Recovering
  const walk = recovering.getNextPossibleTokenTypes.bind(recovering);
  const known = new Map<string, readonly object[]>();
  recovering.getNextPossibleTokenTypes = (path) => {
    const key = [...path.ruleStack, ...path.occurrenceStack, path.lastTok.name, path.lastTokOccurrence].join(' ');
    const follows = known.get(key) ?? walk(path);
    known.set(key, follows);
    return follows;
  };
}
