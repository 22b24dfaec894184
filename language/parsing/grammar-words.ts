import { AstUtils, GrammarAST } from 'langium';
import { compareText } from '#core/base';

/** Words of the grammar by rule: what messages, highlighting and its tests are checked against. */
export interface GrammarWords {
  /** The keyword a rule starts with: `security-group` for the rule SecurityGroup. */
  keywordOf(rule: string): string | undefined;
  /** The keywords that may start a statement inside the braces of the rule's block, in the order of the grammar. */
  inside(rule: string): readonly string[];
  /** The keywords a rule itself holds: `from` for the rule SecurityRule. */
  within(rule: string): readonly string[];
  /** The rules whose blocks have braces. */
  readonly blockRules: readonly string[];
  /** Every keyword of the language that is a word, sorted. */
  readonly keywords: readonly string[];
}

/** Reads the words off the grammar. */
export function createGrammarWords(grammar: GrammarAST.Grammar): GrammarWords {
  const rules = new Map(grammar.rules.filter(GrammarAST.isParserRule).map((rule) => [rule.name, rule]));
  return {
    // Read when asked for: most callers want the words of one rule only.
    get keywords() {
      return keywordsOf(grammar);
    },
    get blockRules() {
      return [...rules.values()]
        .filter((rule) => AstUtils.streamAllContents(rule).some((node) => GrammarAST.isKeyword(node) && node.value === '{'))
        .map((rule) => rule.name);
    },
    keywordOf: remembering((rule) => {
      const [first, ...others] = unique(firstKeywords(rules.get(rule)?.definition));
      return others.length === 0 ? first : undefined;
    }),
    within: (rule) => {
      const definition = rules.get(rule)?.definition;
      return definition
        ? unique(
            AstUtils.streamAst(definition)
              .filter(GrammarAST.isKeyword)
              .map(({ value }) => value),
          ).filter(isWord)
        : [];
    },
    inside: remembering((rule) => {
      const definition = rules.get(rule)?.definition;
      if (!definition) return [];
      const loops = AstUtils.streamAst(definition)
        .filter(GrammarAST.isAssignment)
        .filter((assignment) => assignment.operator === '+=' && assignment.cardinality === '*');
      return unique([...loops].flatMap((assignment) => firstKeywords(assignment.terminal)));
    }),
  };
}

/** Every fault of a text asks for the words of the block it is in. */
function remembering<T>(read: (rule: string) => T): (rule: string) => T {
  const known = new Map<string, T>();
  return (rule) => {
    const value = known.has(rule) ? (known.get(rule) as T) : read(rule); // what was put in there
    known.set(rule, value);
    return value;
  };
}

/** A grammar never changes, and walking all of it takes longer than printing a model. */
const KEYWORDS = new WeakMap<GrammarAST.Grammar, readonly string[]>();

function keywordsOf(grammar: GrammarAST.Grammar): readonly string[] {
  const known = KEYWORDS.get(grammar);
  if (known) return known;
  const all = AstUtils.streamAllContents(grammar)
    .filter(GrammarAST.isKeyword)
    .map((keyword) => keyword.value)
    .filter(isWord);
  const keywords = unique(all).sort(compareText);
  KEYWORDS.set(grammar, keywords);
  return keywords;
}

/** The keywords an element of the grammar can start with. */
function firstKeywords(element: GrammarAST.AbstractElement | undefined): string[] {
  if (!element) return [];
  if (GrammarAST.isKeyword(element)) return [element.value];
  if (GrammarAST.isAssignment(element)) return firstKeywords(element.terminal);
  if (GrammarAST.isRuleCall(element)) return GrammarAST.isParserRule(element.rule.ref) ? firstKeywords(element.rule.ref.definition) : [];
  if (GrammarAST.isAlternatives(element)) return element.elements.flatMap(firstKeywords);
  return GrammarAST.isGroup(element) ? firstKeywords(element.elements[0]) : [];
}

/** Not a brace or comma. */
function isWord(keyword: string): boolean {
  return /^[a-z]/.test(keyword);
}

function unique(words: Iterable<string>): string[] {
  return [...new Set(words)];
}
