import { AbstractParserErrorMessageProvider, type LangiumCoreServices } from 'langium';
import { nearestName } from '../names/nearest-name.ts';
import { type GrammarWords, createGrammarWords } from './grammar-words.ts';

type Mismatch = Parameters<AbstractParserErrorMessageProvider['buildMismatchTokenMessage']>[0];
type NoAlternative = Parameters<AbstractParserErrorMessageProvider['buildNoViableAltMessage']>[0];
type EarlyExit = Parameters<AbstractParserErrorMessageProvider['buildEarlyExitMessage']>[0];
type Redundant = Parameters<AbstractParserErrorMessageProvider['buildNotAllInputParsedMessage']>[0];
type Token = Mismatch['actual'];

/** More alternatives than this are not listed: nobody reads them. */
const MOST_LISTED = 8;

/** What a value is, by the keyword it follows. */
const WANTED: Readonly<Record<string, string>> = {
  vni: 'a number',
  vlan: 'a number',
  mtu: 'a number',
  port: 'a number or the name of a network',
  ofport: 'a number',
  'hosts-per-router': 'a number',
  ip: 'an address',
  'tunnel-ip': 'an address',
  gateway: 'an address',
  dns: 'an address',
  via: 'an address or a name',
  fixed: 'an address',
  underlay: 'a CIDR such as 192.0.2.0/24',
  route: 'a CIDR such as 10.9.0.0/16',
  'allowed-address': 'a CIDR such as 10.9.0.0/16',
  pool: 'a range such as 10.0.1.10..10.0.1.99',
  mac: 'a MAC address',
  id: 'a UUID',
  on: 'the name of a host',
  reaches: 'the name of a vm',
  expect: 'the name of a vm',
  fabric: 'a name',
  host: 'a name',
  tenant: 'a name',
  network: 'a name',
  subnet: 'a name',
  router: 'a name',
  'security-group': 'a name',
  vm: 'a name',
  bridge: 'a name',
  physical: 'a name',
  interface: 'a name',
  security: 'the name of a security group',
  group: 'the name of a security group',
  as: 'a name',
  to: 'the name of a vm or port',
  type: 'a number',
  code: 'a number',
  proto: 'a protocol number or a name such as vrrp',
  listens: 'a port number',
};

/** Says what the grammar expected where, and what was found, in a person's words. */
export class OstopoParserMessages extends AbstractParserErrorMessageProvider {
  /** What follows the piece of text that is being parsed; `undefined` at the end of the file. */
  following: string | undefined;
  private readonly words: GrammarWords;

  constructor(services: LangiumCoreServices) {
    super();
    this.words = createGrammarWords(services.Grammar);
  }

  override buildMismatchTokenMessage({ expected, actual, previous, ruleName }: Mismatch): string {
    if (expected.name === '}') return this.misplaced(actual, ruleName);
    if (expected.name === 'EOF') return this.misplaced(actual, 'Model');
    const wanted = expected.name === 'WORD' ? (WANTED[previous.image] ?? 'a name or value') : `\`${expected.name}\``;
    return `expected ${wanted}${after(previous)}, found ${this.print(actual)}`;
  }

  override buildNoViableAltMessage({ expectedPathsPerAlt, actual, previous, ruleName }: NoAlternative): string {
    const [found] = actual;
    const inside = this.words.inside(plain(ruleName));
    if (found && inside.length > 0) return this.misplaced(found, ruleName);
    const first = new Set(expectedPathsPerAlt.flatMap((paths) => paths.flatMap(([token]) => (token ? [token.name] : []))));
    return this.expectedOneOf([...first], previous, found);
  }

  override buildEarlyExitMessage({ expectedIterationPaths, actual, previous }: EarlyExit): string {
    const first = new Set(expectedIterationPaths.flatMap(([token]) => (token ? [token.name] : [])));
    return this.expectedOneOf([...first], previous, actual[0]);
  }

  override buildNotAllInputParsedMessage({ firstRedundant }: Redundant): string {
    return this.misplaced(firstRedundant, 'Model');
  }

  /** A word that no statement of the block starts with. */
  private misplaced(token: Token, ruleName: string): string {
    const rule = plain(ruleName);
    const keyword = rule === 'Model' ? undefined : this.words.keywordOf(rule);
    if (isEnd(token)) return `\`}\` is missing: the block of the ${keyword ?? 'file'} is not closed`;
    if (token.image === '}') return 'this `}` closes nothing: remove it, or a `{` is missing before it';
    const inside = this.words.inside(rule);
    const nearest = nearestName(token.image, inside);
    const hint =
      nearest === undefined
        ? `expected ${inside.slice(0, MOST_LISTED).join(', ')}${inside.length > MOST_LISTED ? ', …' : ''}`
        : `did you mean \`${nearest}\`?`;
    if (keyword === undefined) return `${this.print(token)} cannot stand at the top of a file: ${hint}`;
    return `${this.print(token)} cannot stand in the block of a ${keyword}, or a \`}\` is missing before it: ${hint}`;
  }

  private expectedOneOf(names: readonly string[], previous: Token, found: Token | undefined): string {
    const wanted = names.includes('WORD') ? WANTED[previous.image] : undefined;
    const words = names.map((name) => (name === 'WORD' ? 'a name or value' : name === 'STRING' ? 'a quoted name' : `\`${name}\``));
    const list = wanted ?? `${words.slice(0, MOST_LISTED).join(', ')}${words.length > MOST_LISTED ? ', …' : ''}`;
    return `expected ${list}${after(previous)}, found ${found ? this.print(found) : 'the end of the file'}`;
  }

  private print(token: Token): string {
    if (!isEnd(token)) return `\`${token.image}\``;
    return this.following === undefined ? 'the end of the file' : `\`${this.following}\``;
  }
}

function after(previous: Token): string {
  return previous.image ? ` after \`${previous.image}\`` : '';
}

function isEnd(token: Token): boolean {
  return token.tokenType.name === 'EOF';
}

/** Rule names carry an invisible mark inside the parser. */
function plain(ruleName: string): string {
  return ruleName.replace(/[^A-Za-z0-9]/g, '');
}
