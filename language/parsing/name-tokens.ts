import type { LexerResult } from 'langium';

type Token = LexerResult['tokens'][number];

/** Statements whose keyword a name follows. */
const NAMED = new Set([
  'fabric',
  'host',
  'tenant',
  'network',
  'subnet',
  'router',
  'security-group',
  'vm',
  'port',
  'bridge',
  'physical',
  'interface',
  'sriov',
  'local-vlan',
  'security',
  'expect',
  'dhcp-option',
]);
/** Inside a statement: the further keywords a name follows. */
const NAMED_WITHIN: Readonly<Record<string, readonly string[]>> = {
  vm: ['on'],
  port: ['as'],
  shared: ['with'],
  allow: ['group'],
  'floating-ip': ['to'],
  expect: ['reaches', 'via'],
};
/** Statements that go on with another name after a comma. */
const NAME_LISTS = new Set(['vm', 'security', 'shared']);
/** Further keywords that start a statement: after them no name is due, or only in some blocks. */
const STATEMENTS = new Set([
  ...NAMED,
  'external',
  'shared',
  'floating-ip',
  'from',
  'allow',
  'roles',
  'route',
  'listens',
  'allowed-address',
  'dhcp',
]);
/** Keywords that stand inside a statement although they also start one elsewhere. */
const INNER: Readonly<Record<string, readonly string[]>> = { roles: ['network'], expect: ['dhcp', 'from'], allow: ['from'] };
/** Keywords that keep their meaning where a name could stand. */
const NEVER_NAMES: Readonly<Record<string, readonly string[]>> = {
  security: ['none'],
  expect: ['internet', 'never', 'reaches'],
  allow: [],
};
/**
 * A keyword may be a name where that is not ambiguous: turns such keyword tokens into WORD tokens, in place. A keyword is a name where a
 * name is due, on the line of the keyword before it, and unless what follows shows that it starts a statement of its own
 * (`network` + `router router-1 {` on one line is a network without a name).
 */
export function turnKeywordsIntoNames(tokens: readonly Token[], word: Token['tokenType']): void {
  const blocks: string[] = [];
  let statement = '';
  let nameDue = false;
  for (const [i, token] of tokens.entries()) {
    switch (token.image) {
      case '{':
        blocks.push(statement);
        [statement, nameDue] = ['', false];
        continue;
      case '}':
        blocks.pop();
        [statement, nameDue] = ['', false];
        continue;
      case ',':
        nameDue = NAME_LISTS.has(statement);
        continue;
    }
    if (token.tokenType === word) {
      nameDue = false;
    } else if (token.tokenType.name !== 'STRING') {
      if (nameDue && isNameHere(statement, token, tokens[i - 1], tokens[i + 1], word)) {
        retype(token, word);
        nameDue = false;
        continue;
      }
      if (startsStatement(statement, token.image)) {
        statement = token.image;
        nameDue =
          NAMED.has(statement) ||
          (statement === 'external' && blocks.at(-1) === 'router') ||
          (statement === 'from' && blocks.at(-1) === 'floating-ip');
      } else {
        nameDue = NAMED_WITHIN[statement]?.includes(token.image) ?? false;
      }
    }
  }
}

function isNameHere(
  statement: string,
  token: Token,
  before: Token | undefined,
  after: Token | undefined,
  word: Token['tokenType'],
): boolean {
  if (NEVER_NAMES[statement]?.includes(token.image)) return false;
  if (before?.endLine !== token.startLine) return false;
  if (after?.tokenType !== word || statement === 'dhcp-option') return true;
  // A few statements have a value after the name; elsewhere a word after a keyword belongs to that keyword.
  if (statement === 'subnet') return after.image.includes('/');
  return statement === 'local-vlan' && /^\d/.test(after.image);
}

function startsStatement(statement: string, keyword: string): boolean {
  return STATEMENTS.has(keyword) && !INNER[statement]?.includes(keyword);
}

function retype(token: Token, word: Token['tokenType']): void {
  token.tokenType = word;
  if (word.tokenTypeIdx !== undefined) token.tokenTypeIdx = word.tokenTypeIdx;
}
