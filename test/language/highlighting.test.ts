import { readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import { createGrammarWords, createOstopoCoreServices } from '#language';

interface Pattern {
  readonly include?: string;
  readonly name?: string;
  readonly match?: string;
  readonly begin?: string;
  readonly end?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
  readonly patterns?: readonly Pattern[];
}
interface Grammar {
  readonly patterns: readonly Pattern[];
  readonly repository: Readonly<Record<string, Pattern>>;
}

const grammar = JSON.parse(readFileSync('syntaxes/ostopo.tmLanguage.json', 'utf8')) as Grammar; // a grammar of ours, in this shape

function flatten({ include, patterns, ...rest }: Pattern): Pattern[] {
  if (include !== undefined) return flatten(grammar.repository[include.slice(1)] ?? {});
  return patterns ? patterns.flatMap(flatten) : [rest];
}

const rules = grammar.patterns.flatMap(flatten);

/** The scope of every piece of a line, as TextMate finds it: the earliest match, and of those the first rule. */
function scopesOf(line: string): [string, string][] {
  const scopes: [string, string][] = [];
  let at = 0;
  while (at < line.length) {
    const matches = rules.flatMap((rule) => {
      const source = rule.match ?? `${rule.begin ?? ''}[\\s\\S]*?(?:${rule.end ?? ''}|$)`;
      const regex = new RegExp(source, 'gd');
      regex.lastIndex = at;
      const found = regex.exec(line);
      return found && found[0] !== '' ? [{ rule, found }] : [];
    });
    const [first] = matches.sort((a, b) => a.found.index - b.found.index);
    if (!first) break;
    const { rule, found } = first;
    if (rule.captures)
      for (const [group, { name }] of Object.entries(rule.captures)) scopes.push([found[Number(group)] ?? '', name.replace('.ostopo', '')]);
    else scopes.push([found[0], (rule.name ?? '').replace('.ostopo', '')]);
    at = found.index + found[0].length;
  }
  return scopes;
}

describe('highlighting', () => {
  const { Ostopo } = createOstopoCoreServices();

  test.for([...createGrammarWords(Ostopo.Grammar).keywords])('knows the keyword %s', (keyword, { expect }) => {
    const scopes = scopesOf(`  ${keyword}`);
    expect(scopes).toHaveLength(1);
    expect(scopes[0]?.[0]).toBe(keyword);
    expect(scopes[0]?.[1]).toMatch(/^(storage|keyword|constant\.language|support)/);
  });

  test('has no keyword that the grammar does not have', ({ expect }) => {
    const known = new Set(createGrammarWords(Ostopo.Grammar).keywords);
    const listed = (grammar.repository.keywords?.patterns ?? []).flatMap((pattern) =>
      [...(pattern.match ?? '').replace(/\(\?[=!<][^)]*\)/g, '').matchAll(/[a-z][a-z0-9-]+/g)].map((match) => match[0]),
    );
    expect(listed.filter((word) => !known.has(word))).toEqual([]);
  });

  test('tells names, addresses and ids apart', ({ expect }) => {
    expect(scopesOf('host hv-[1..4] { roles compute, network  tunnel-ip 172.16.0.[11..14] } // four')).toEqual([
      ['host', 'storage.type'],
      ['hv-[1..4]', 'entity.name.type'],
      ['{', 'punctuation.section.block'],
      ['roles', 'support.type.property-name'],
      ['compute, network', 'constant.language'],
      ['tunnel-ip', 'support.type.property-name'],
      ['172.16.0.[11..14]', 'constant.numeric.address.ipv4'],
      ['}', 'punctuation.section.block'],
      ['// four', 'comment.line.double-slash'],
    ]);
    expect(
      scopesOf('port net-1 { mac fa:16:3e:44:98:20  id 95d96a75-a000-4000-8000-000000000011  ip 10.0.1.85, fd00:1::5 }').map(
        ([, scope]) => scope,
      ),
    ).toEqual([
      'storage.type',
      'variable.other',
      'punctuation.section.block',
      'support.type.property-name',
      'constant.other.mac-address',
      'support.type.property-name',
      'constant.other.uuid',
      'support.type.property-name',
      'constant.numeric.address.ipv4',
      'punctuation.separator',
      'constant.numeric.address.ipv6',
      'punctuation.section.block',
    ]);
    expect(scopesOf('expect "a b" red.web-1 never reaches green.* with tcp 443')).toEqual([
      ['expect', 'keyword.control'],
      ['"a b"', 'string.quoted.double'],
      ['red.web-1', 'variable.other'],
      ['never', 'keyword.control'],
      ['reaches', 'keyword.control'],
      ['green.*', 'variable.other'],
      ['with', 'keyword.control'],
      ['tcp', 'constant.language'],
      ['443', 'constant.numeric'],
    ]);
  });

  test('reads pools and ranges as two ends', ({ expect }) => {
    expect(scopesOf('pool 10.0.0.5..10.0.0.9').map(([text]) => text)).toEqual(['pool', '10.0.0.5', '..', '10.0.0.9']);
    expect(scopesOf('vni 1..1000').map(([, scope]) => scope)).toEqual([
      'support.type.property-name',
      'constant.numeric',
      'keyword.operator.range',
      'constant.numeric',
    ]);
  });

  test('tells the on before a host from the on of a switch', ({ expect }) => {
    expect(scopesOf('vm a on hv-1, hv-2 {').slice(2, 4)).toEqual([
      ['on', 'keyword.control'],
      ['hv-1', 'variable.other'],
    ]);
    expect(scopesOf('ha on { hosts-per-router 3 }')[1]).toEqual(['on', 'constant.language']);
    expect(scopesOf('arp-responder on  overlay vxlan { }')[1]).toEqual(['on', 'constant.language']);
  });

  test("takes a keyword for a name after a block's keyword", ({ expect }) => {
    expect(scopesOf('network vm {')).toEqual([
      ['network', 'storage.type'],
      ['vm', 'entity.name.type'],
      ['{', 'punctuation.section.block'],
    ]);
    expect(scopesOf('network vlan-5 { vlan 5 }')[1]).toEqual(['vlan-5', 'entity.name.type']);
  });
});
