import { describe, expect, it } from 'vitest';
import { CATALOGUE, type FindingCode } from '#core/diagnostics';
import { FIXABLE_CODES, findFixes, fixTogether } from '#language';
import { applyChanges, countOf, examine, newErrors } from './apply-fix.ts';
import { OF_CLOUDS } from './further-examples-of-clouds.ts';
import { OF_TEXTS } from './further-examples-of-texts.ts';
import { wrongExample } from './wrong-example.ts';

/** Codes without a quick fix, and why none can be had: whoever adds a code decides. */
const WITHOUT_FIX: Partial<Record<FindingCode, string>> = {
  OST1001: 'what was meant by a text that cannot be read only its author knows',
  OST1011: 'reserved: nothing reports it',
  OST1015: 'which file was meant, or what is to be in it, the text does not say',
  OST2050: 'the hosts have their tunnel addresses in it, and by which range their cards are really joined the text does not say',
  OST4013: 'which of 4095 networks should leave the host is a decision about the cloud',
  OST4050: 'what a network card of a host is really called the text does not say',
  OST5004: 'which type, code or protocol was meant the number does not say; a rule without it would let in more',
  OST5014: 'who may come in on SSH only a person knows',
  OST6001: 'the lock file is mended by version control or made anew by `ostopo lock`',
  OST6003: '`ostopo lock` writes the lock file; the model is right as it is',
};

/** The model is right, it is the tools that lack something. */
const isOfTools = (code: FindingCode) => code.startsWith('OST9');

/** The page's example is of the kind that only a person can cure. */
const HAS_CURE_ONLY_ELSEWHERE: readonly FindingCode[] = ['OST1002'];

/** What the lock file was made from. */
const LOCKED: Partial<Record<FindingCode, string>> = { OST6002: 'fabric lab\ntenant demo { network app { vni 21 } }\n' };

const SMALL_FABRIC = `fabric lab { firewall none  physical datacentre  underlay 10.255.0.0/24 { mtu 1550 } }
host all { roles compute, network  tunnel-ip 10.255.0.11  bridge br-ex { physical datacentre } }
`;

/** Further ways a code comes about than its page shows. */
const FURTHER: Partial<Record<FindingCode, readonly string[]>> = { ...OF_TEXTS, ...OF_CLOUDS };

/** A model, and what its lock file was made from. */
interface Example {
  readonly code: FindingCode;
  readonly text: string;
  readonly locked: string | undefined;
}

const EXAMPLES: readonly Example[] = [...FIXABLE_CODES].flatMap((code) => {
  const wrong = wrongExample(code);
  const further = (FURTHER[code] ?? []).map((text) => (text.startsWith('fabric') ? text : `${SMALL_FABRIC}${text}\n`));
  return [...(HAS_CURE_ONLY_ELSEWHERE.includes(code) ? [] : [wrong]), ...further].map((text) => ({ code, text, locked: LOCKED[code] }));
});

it('has a quick fix for every code, or a reason why there is none', () => {
  const all = Object.keys(CATALOGUE) as FindingCode[]; // the catalogue's own keys
  const hasReason = (code: FindingCode) => WITHOUT_FIX[code] !== undefined || isOfTools(code);
  expect(all.filter((code) => FIXABLE_CODES.has(code) === hasReason(code))).toEqual([]);
});

describe.each(EXAMPLES)('$code in $text', ({ code, text, locked }) => {
  const { findings, context } = examine(text, locked);
  const finding = findings.find((candidate) => candidate.code === code);
  const fixes = finding ? findFixes(finding, context) : [];

  it('has a cure', () => {
    expect(finding).toBeDefined();
    expect(fixes).not.toEqual([]);
  });

  it.each(fixes.map((fix) => [fix.title, fix] as const))('is cured by “%s”, and nothing new is wrong', (_, { changes }) => {
    const cured = applyChanges(text, changes);
    const after = examine(cured, locked).findings;
    expect(countOf(after, code), cured).toBeLessThan(countOf(findings, code));
    expect(newErrors(findings, after), cured).toEqual([]);
  });

  it('has at most one obvious cure', () => {
    expect(fixes.filter(({ isPreferred }) => isPreferred).length).toBeLessThan(2);
  });
});

/** A model with a second tenant beside each, alike but for its name and VLANs, of which there is one of each. */
function doubled(text: string): string {
  const start = text.search(/^tenant /m);
  if (start === -1) return text;
  const names = [...text.matchAll(/^tenant ([\w-]+)/gm)].map(([, name = '']) => name);
  const tenants = text.slice(start).replaceAll(/(?<=\bvlan )\d+/g, (vlan) => String(Number(vlan) + 100));
  return `${text}\n${names.reduce((copy, name) => copy.replaceAll(new RegExp(`\\b${name}(?=[. ])`, 'g'), `${name}-2`), tenants)}`;
}

describe('all findings of a code at once', () => {
  const many = EXAMPLES.flatMap((example) => {
    const text = doubled(example.text);
    const { findings, context } = examine(text, example.locked);
    const alike = findings.filter(({ code }) => code === example.code);
    const changes = alike.length < 2 ? undefined : fixTogether(alike, context);
    return changes ? [{ ...example, text, findings, changes }] : [];
  });

  it.each(many)('are cured where they have an obvious cure: $code in $text', ({ code, text, locked, findings, changes }) => {
    const cured = applyChanges(text, changes);
    const after = examine(cured, locked).findings;
    expect(countOf(after, code), cured).toBeLessThan(countOf(findings, code) - 1);
    expect(newErrors(findings, after), cured).toEqual([]);
  });

  it('was tried for most codes', () => {
    expect(new Set(many.map(({ code }) => code)).size).toBeGreaterThan(40);
  });
});
